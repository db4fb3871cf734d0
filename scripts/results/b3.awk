# Table B3 from the JSON of `unroll spectrum`, against expected/b3.csv (the first file). The other files are its columns in order.
FILENAME == ARGV[1] {
    split($0, part_of, ",")
    if (FNR == 1) { for (i = 2; i in part_of; i++) column[i - 1] = part_of[i]; columns = i - 2; next }
    radius[++rows] = part_of[1]
    for (i = 1; i <= columns; i++) want[rows, i] = part_of[i + 1]
    next
}
FNR == 1 { at++ }
{
    slope[FNR, at] = json($0, "backward_slope_log10", 1)
    forward[FNR, at] = json($0, "lyapunov_log10", 1)
    sd[FNR, at] = json($0, "sd", 1)
}
function cell(row, i,    joint, off, text, key) {
    joint = sd[row, i] * sqrt(2 / 10) # the table's ten seeds, taken to spread as these do
    off = absolute(slope[row, i] - want[row, i]) > 3 * joint
    text = sprintf("%.3f", slope[row, i])
    key = "radius " radius[row] " " column[i]
    judge(key, want[row, i], text sprintf(" (off by %.1f joint standard errors)", (slope[row, i] - want[row, i]) / joint), off ? "differs" : "agrees")
    difference = absolute(slope[row, i] - forward[row, i])
    if (difference > largest) { largest = difference; largest_at = key }
    return (off ? "**" text "**" : text) sprintf(" (%.3f)", want[row, i])
}
END {
    line = "| radius | log10 of it"; rule = "| --- | ---"
    for (i = 1; i <= columns; i++) { line = line " | " column[i]; rule = rule " | ---" }
    print line " |\n" rule " |"
    for (r = 1; r <= rows; r++) {
        line = "| " radius[r] " | " sprintf("%.3f", log10(radius[r]))
        for (i = 1; i <= columns; i++) line = line " | " cell(r, i)
        print line " |"
    }
    printf "\nForward (a tangent vector, the largest Lyapunov exponent) and backward (the model's gradient) differ by at most %.4f per step, at %s.\n", largest, largest_at
    print judge("forward and backward agree", "about 0.003", sprintf("%.4f", largest), largest <= 0.006 ? "agrees" : "differs") > "/dev/null"
    print_odd()
}
