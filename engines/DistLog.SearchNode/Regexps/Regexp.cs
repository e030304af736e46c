using System.Text;
using DistLog.SearchNode.Errors;
using DistLog.SearchNode.Searching;

namespace DistLog.SearchNode.Regexps;

/// <summary>
/// A regular expression of Lucene's kind as an automaton that is built while it runs: each state is made when a string first leads there.
/// A string costs one step a character, whatever the pattern; states and terms are limited. Any number of threads may match at once.
/// </summary>
internal sealed class Regexp
{
    /// <summary>States at most, as Lucene's max_determinized_states.</summary>
    public const int DefaultStates = 10_000;

    /// <summary>Transitions of all states at most: 16 MiB.</summary>
    private const int TransitionLimit = 4 << 20;

    /// <summary>Characters of all terms of the algebra at most: with the terms themselves, some 40 MB.</summary>
    private const int TermLimit = 4 << 20;

    /// <summary>Parts of terms that are looked at at most: each costs about a microsecond.</summary>
    private const int EffortLimit = 400_000;

    private const int Unknown = -1;

    private readonly Lock _gate = new();
    private readonly string _pattern;
    private readonly Alphabet _alphabet;
    private readonly LanguageAlgebra _algebra;
    private readonly int _stateLimit;
    private readonly Dictionary<Language, int> _numbers = [];
    private volatile State[] _states = new State[16];

    /// <exception cref="FormatException">The pattern isn't one.</exception>
    public Regexp(string pattern, RegexpSyntax syntax = RegexpSyntax.All, bool ignoreCase = false, int stateLimit = DefaultStates)
    {
        var node = RegexpParser.Parse(pattern, syntax, ignoreCase);
        _pattern = pattern;
        _alphabet = new Alphabet(node);
        _algebra = new LanguageAlgebra(_alphabet);
        _stateLimit = Math.Min(Math.Min(stateLimit, DefaultStates), TransitionLimit / _alphabet.Count);
        NumberOf(_algebra.Of(node));
    }

    /// <summary>Whether the whole value fits.</summary>
    /// <exception cref="ElasticsearchException">The automaton would have too many states.</exception>
    public bool Matches(ReadOnlySpan<byte> value)
    {
        var state = _states[0];
        while (!value.IsEmpty)
        {
            if (state.IsFinal)
            {
                return state.Accepts;
            }

            int character = value[0];
            var length = 1;
            if (character >= 0x80)
            {
                Rune.DecodeFromUtf8(value, out var rune, out length);
                character = rune.Value;
            }

            var type = _alphabet.ClassOf(character);
            var next = Volatile.Read(ref state.Next[type]);
            if (next == Unknown)
            {
                next = Follow(state, type);
            }

            // Read after the step: it may have made the array longer.
            state = _states[next];
            value = value[length..];
        }

        return state.Accepts;
    }

    private int Follow(State state, int type)
    {
        EvaluationLimits.Check();
        lock (_gate)
        {
            var next = NumberOf(_algebra.Derive(state.Language, type));
            Volatile.Write(ref state.Next[type], next);
            return next;
        }
    }

    private int NumberOf(Language language)
    {
        if (_numbers.TryGetValue(language, out var known))
        {
            return known;
        }

        var number = _numbers.Count;
        if (number >= _stateLimit || _algebra.Size > TermLimit || _algebra.Effort > EffortLimit)
        {
            throw new ElasticsearchException(400, "too_complex_to_determinize_exception", $"Determinizing automaton for [{_pattern}] would require more than {_stateLimit} effort.");
        }

        var states = _states;
        if (number == states.Length)
        {
            Array.Resize(ref states, number * 2);
        }

        var next = new int[_alphabet.Count];
        Array.Fill(next, Unknown);
        states[number] = new State(language, next, language.HasEmpty, language == _algebra.Nothing || language == _algebra.Everything);
        _states = states;
        return _numbers[language] = number;
    }

    /// <param name="Language">What may follow.</param>
    /// <param name="Next">The state that each class of characters leads to.</param>
    /// <param name="Accepts">Whether the string may end here.</param>
    /// <param name="IsFinal">Whether nothing that follows changes that.</param>
    private sealed record State(Language Language, int[] Next, bool Accepts, bool IsFinal);
}
