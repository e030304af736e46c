using System.ComponentModel.DataAnnotations;

namespace DistLog.SearchNode.Security;

/// <summary>Who may use the node, configuration section <c>SearchNode:Security</c>. Without a password everybody who can reach it may.</summary>
internal sealed class SecurityOptions
{
    public const string Section = "SearchNode:Security";

    /// <summary>The name of the one built-in user, who may do everything.</summary>
    [Required]
    [StringLength(100, MinimumLength = 1)]
    public string Username { get; set; } = "elastic";

    /// <summary>The built-in user's password. Once it is set, every request must bring it or an API key.</summary>
    [StringLength(1000, MinimumLength = 6)]
    public string? Password { get; set; }

    /// <summary>Lets the node listen beyond this machine without a password: for networks where only friends are.</summary>
    public bool AllowInsecureRemote { get; set; }

    public bool IsOn => Password is not null;
}
