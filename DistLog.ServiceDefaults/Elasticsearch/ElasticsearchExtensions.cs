using System.Net.Http.Headers;
using System.Text;
using DistLog.ServiceDefaults.Elasticsearch;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace DistLog.ServiceDefaults;

/// <summary>Adds the store to a service.</summary>
public static class ElasticsearchExtensions
{
    private const string HttpClientName = "elasticsearch";

    /// <summary>Adds <see cref="ElasticsearchClient"/>, <see cref="ElasticsearchOptions"/> and the health check <c>elasticsearch</c>.</summary>
    /// <exception cref="InvalidOperationException"><c>ConnectionStrings:elasticsearch</c> is not set or is no URL.</exception>
    public static TBuilder AddElasticsearch<TBuilder>(this TBuilder builder)
        where TBuilder : IHostApplicationBuilder
    {
        var endpoint = Endpoint(builder.Configuration);
        builder.Services.AddOptions<ElasticsearchOptions>()
            .Bind(builder.Configuration.GetSection(ElasticsearchOptions.Section))
            .Configure(options => options.Endpoint = endpoint)
            .ValidateDataAnnotations()
            .ValidateOnStart();
        builder.Services.AddHttpClient(HttpClientName).ConfigureHttpClient(Configure);
        builder.Services.AddSingleton(services =>
            new ElasticsearchClient(services.GetRequiredService<IHttpClientFactory>().CreateClient(HttpClientName)));
        builder.Services.AddHealthChecks().AddCheck<ElasticsearchHealthCheck>("elasticsearch");
        return builder;
    }

    private static Uri Endpoint(IConfiguration configuration)
    {
        const string example = "http://127.0.0.1:9200";
        var text = ConnectionStrings.Required(configuration, "elasticsearch", example);
        return Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is "http" or "https"
            ? uri
            : throw new InvalidOperationException($"ConnectionStrings:elasticsearch is no http or https URL. Give one such as {example}.");
    }

    private static void Configure(IServiceProvider services, HttpClient http)
    {
        var options = services.GetRequiredService<IOptions<ElasticsearchOptions>>().Value;
        http.BaseAddress = new UriBuilder(options.Endpoint) { UserName = "", Password = "" }.Uri;
        http.Timeout = TimeSpan.FromSeconds(options.TimeoutSeconds);
        http.DefaultRequestHeaders.Authorization = Authorization(options);
    }

    private static AuthenticationHeaderValue? Authorization(ElasticsearchOptions options)
    {
        if (options.ApiKey is { Length: > 0 } key)
        {
            return new("ApiKey", key);
        }

        var user = Uri.UnescapeDataString(options.Endpoint.UserInfo);
        return user.Length > 0 ? new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(user))) : null;
    }
}
