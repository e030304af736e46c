using System.Collections.Concurrent;

namespace DistLog.SearchNode.Columns;

/// <summary>The templates of a segment's fields by their paths, each dictionary made or read when it is first wanted.</summary>
internal sealed class TemplateSet(Func<string, TemplateDictionary> load)
{
    private readonly ConcurrentDictionary<string, TemplateDictionary> _fields = new(StringComparer.Ordinal);

    public TemplateSet()
        : this(_ => new TemplateDictionary())
    {
    }

    public TemplateDictionary this[string path] => _fields.GetOrAdd(path, load);

    /// <summary>The dictionaries in use that have any templates.</summary>
    public IEnumerable<(string Path, TemplateDictionary Templates)> Used =>
        _fields.Where(entry => entry.Value.Count > 1).OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value));

    public long Size => _fields.Values.Sum(templates => (long)templates.Size);
}
