using Aspire.Hosting;
using Aspire.Hosting.ApplicationModel;

namespace DistLog.Hosting.Orchestration;

/// <summary>Who waits for whom.</summary>
internal sealed class DependencyGraph
{
    private readonly Dictionary<IResource, IResource[]> _dependencies;

    /// <exception cref="DistributedApplicationException">Resources wait for each other in a circle.</exception>
    public DependencyGraph(IEnumerable<IResource> resources)
    {
        _dependencies = resources.ToDictionary(
            resource => resource,
            resource => resource.Annotations.OfType<WaitAnnotation>().Select(wait => wait.Resource).Distinct().ToArray());
        HashSet<IResource> done = [];
        foreach (IResource resource in _dependencies.Keys)
        {
            Visit(resource, [], done);
        }
    }

    public IReadOnlyList<IResource> DependenciesOf(IResource resource) => _dependencies.GetValueOrDefault(resource, []);

    public IEnumerable<IResource> DependentsOf(IResource resource) =>
        _dependencies.Where(entry => entry.Value.Contains(resource)).Select(entry => entry.Key);

    private void Visit(IResource resource, List<IResource> path, HashSet<IResource> done)
    {
        if (done.Contains(resource))
        {
            return;
        }
        path.Add(resource);
        foreach (IResource dependency in DependenciesOf(resource))
        {
            int start = path.IndexOf(dependency);
            if (start >= 0)
            {
                string circle = string.Join(" -> ", path.Skip(start).Append(dependency).Select(step => step.Name));
                throw new DistributedApplicationException($"Resources wait for each other in a circle, so that none could start: {circle}.");
            }
            Visit(dependency, path, done);
        }
        path.RemoveAt(path.Count - 1);
        done.Add(resource);
    }
}
