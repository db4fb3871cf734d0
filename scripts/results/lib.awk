# What the tables of docs/RESULTS.md share. Variables from outside: part, verdicts (file that gets a line a figure), notes (file: key, tab, text).

function log10(x) { return log(x) / log(10) }
function absolute(x) { return x < 0 ? -x : x }

# Mean and standard deviation (n - 1) of value[name, 1..n], in mean and deviation.
function moments(value, name, n,    i, d) {
    mean = deviation = 0
    for (i = 1; i <= n; i++) mean += value[name, i] / n
    for (i = 1; i <= n; i++) { d = value[name, i] - mean; deviation += d * d }
    deviation = n > 1 ? sqrt(deviation / (n - 1)) : 0
}

# The 95 % interval of Wilson (1927) for k of n, in low and high.
function wilson(k, n,    z, p, middle, half) {
    z = 1.96
    p = k / n
    middle = (p + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    low = middle - half
    high = middle + half
}

# A line for the summary, and the figures that need words below the table. what: agrees, differs, reported, not measured.
function judge(key, expected, measured, what) {
    print part "\t" key "\t" expected "\t" measured "\t" what >>verdicts
    if (what == "differs") odd[++odds] = key ": table " expected ", measured " measured
    if (what == "differs") odd_key[odds] = key
    return what
}

# The figures that differ, each with its note (the longest key of the notes file that the figure's begins with).
function print_odd(    i, line, cut, key, text, best, said, said_for) {
    while ((getline line <notes) > 0) {
        cut = index(line, "\t")
        if (cut > 1) text[substr(line, 1, cut - 1)] = substr(line, cut + 1)
    }
    close(notes)
    if (!odds) { print "\nEvery figure agrees."; return }
    print "\nWhat differs:\n"
    for (i = 1; i <= odds; i++) {
        best = ""
        for (key in text) if (index(part "/" odd_key[i], key) == 1 && length(key) > length(best)) best = key
        said[i] = best
        print "* " odd[i] (best ? "" : ". No explanation found.")
    }
    for (i = 1; i <= odds; i++) if (said[i] && !said_for[said[i]]++) print "\n" text[said[i]]
}

# The value of "key": in a line of JSON, as text: of its n-th occurrence. "" where there is none.
function json(line, key, n,    at, value) {
    for (; n > 0; n--) {
        at = index(line, "\"" key "\":")
        if (!at) return ""
        line = substr(line, at + length(key) + 3)
    }
    value = line
    if (substr(value, 1, 1) == "\"") { value = substr(value, 2); sub(/".*/, "", value) } else sub(/[,}\]].*/, "", value)
    return value
}
