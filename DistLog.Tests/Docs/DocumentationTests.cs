using System.Text.RegularExpressions;

namespace DistLog.Tests.Docs;

/// <summary>What the documentation names exists.</summary>
public sealed partial class DocumentationTests
{
    public static TheoryData<string> Pages()
    {
        var pages = new TheoryData<string>();
        foreach (var page in Repository.Files("*.md"))
        {
            pages.Add(Path.GetRelativePath(Repository.Root, page));
        }

        return pages;
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_link_leads_to_a_file(string page)
    {
        var folder = Path.GetDirectoryName(Path.Combine(Repository.Root, page))!;
        var targets = Link().Matches(Text(page)).Select(match => match.Groups[1].Value).Where(IsLocal);
        Assert.All(targets, target => Assert.True(Path.Exists(Path.Combine(folder, target)), $"{page} links to {target}"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_path_in_code_type_exists(string page)
    {
        var paths = CodePath().Matches(Text(page)).Select(match => match.Groups[1].Value);
        Assert.All(paths, path => Assert.True(Path.Exists(Path.Combine(Repository.Root, path)), $"{page} names {path}"));
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public void Every_project_that_a_command_runs_exists(string page)
    {
        var projects = ProjectArgument().Matches(Text(page)).Select(match => match.Groups[1].Value);
        Assert.All(projects, project => Assert.True(Directory.Exists(Path.Combine(Repository.Root, project)), $"{page} runs {project}"));
    }

    [Fact]
    public void Every_setting_of_the_readme_is_read_somewhere()
    {
        var sources = Repository.Files("*.cs").Where(file => !file.Contains("DistLog.Tests", StringComparison.Ordinal)).Select(File.ReadAllText).ToList();
        var settings = SettingRow().Matches(Text("README.md")).SelectMany(row => Code().Matches(row.Groups[1].Value)).Select(match => match.Groups[1].Value);
        Assert.NotEmpty(settings);
        Assert.All(settings, setting =>
        {
            var name = setting.Split(':')[^1];
            Assert.True(sources.Exists(source => source.Contains(name, StringComparison.Ordinal)), $"nothing reads {setting}");
        });
    }

    private static string Text(string page) => File.ReadAllText(Path.Combine(Repository.Root, page));

    private static bool IsLocal(string target) => !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith('#');

    [GeneratedRegex(@"\]\(([^)#\s]+)[^)]*\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"`((?:services|engines|libraries|hosting|docs|eng|fluentd|DistLog\.[A-Za-z]+)/[A-Za-z0-9_./-]+)`")]
    private static partial Regex CodePath();

    [GeneratedRegex(@"--project ([A-Za-z0-9_./-]+)")]
    private static partial Regex ProjectArgument();

    [GeneratedRegex(@"^\| (`[^|]+) \|", RegexOptions.Multiline)]
    private static partial Regex SettingRow();

    [GeneratedRegex("`([A-Za-z_]+(?::[A-Za-z]+)?)`")]
    private static partial Regex Code();
}
