# Table B2 from the CSV of `unroll sweep`: how many seeds solved each lag, against expected/b2.csv (the first file).
# With -v middle=LANE prints instead the lags at which the table has neither none nor all, for more seeds.
BEGIN { FS = "," }
FNR == 1 { next }
FILENAME == ARGV[1] {
    if (!($1 in known)) { known[$1] = 1; lane[++lanes] = $1 }
    if (!(($2) in column)) { column[$2] = 1; lag[++lags] = $2 }
    want[$1, $2] = $3; of[$1, $2] = $4; at[$1, $2] = $5
    next
}
{ runs[$1, $2]++; if ($4 != "") { solved[$1, $2]++; update[$1, $2, solved[$1, $2]] = $4 } }
function median(key, n,    i, j, v, t) {
    for (i = 1; i <= n; i++) v[i] = update[key, i] + 0
    for (i = 2; i <= n; i++) for (j = i; j > 1 && v[j] < v[j - 1]; j--) { t = v[j]; v[j] = v[j - 1]; v[j - 1] = t }
    return v[int((n + 1) / 2)]
}
function cell(name, lag,    key, k, n, text, target, what, interval) {
    key = name SUBSEP lag
    if (!(key in want)) return ""
    target = want[key] "/" of[key]
    k = solved[key] + 0
    n = runs[key] + 0
    if (!n && quick) return ""
    if (!n) { judge(name " lag " lag, target, "-", "not measured"); return "- (" target ")" }
    text = k "/" n
    if (want[key] == 0 || want[key] == of[key]) {
        # The first ten seeds decide: none may become at most 2 of 10, all at least 8 of 10.
        what = (want[key] == 0 ? 10 * k <= 2 * n : 10 * k >= 8 * n) ? "agrees" : "differs"
        interval = ""
    } else {
        wilson(k, n)
        interval = sprintf(" [%.2f, %.2f]", low, high)
        what = "reported"
        inside = want[key] / of[key]
        if (inside < low || inside > high) outside[++outsides] = name " lag " lag ": table " target ", measured " text interval
    }
    judge(name " lag " lag, target, text interval, what)
    if (k == n && at[key]) text = text " @" median(key, k)
    return (what == "differs" ? "**" text "**" : text) interval " (" target (at[key] ? " @" at[key] : "") ")"
}
END {
    if (middle) {
        for (i = 1; i <= lags; i++) if (want[middle, lag[i]] > 0 && want[middle, lag[i]] < of[middle, lag[i]]) list = list (list ? "," : "") lag[i]
        print list
        exit
    }
    line = "| net, optimiser"; rule = "| ---"
    for (i = 1; i <= lags; i++) { line = line " | " lag[i]; rule = rule " | ---" }
    print line " |\n" rule " |"
    for (l = 1; l <= lanes; l++) {
        line = "| " lane[l]
        for (i = 1; i <= lags; i++) line = line " | " cell(lane[l], lag[i])
        print line " |"
    }
    if (outsides) print "\nThe table's fraction lies outside the interval of 20 seeds here (five seeds are few; nothing is asked of these cells):\n"
    for (i = 1; i <= outsides; i++) print "* " outside[i]
    print_odd()
}
