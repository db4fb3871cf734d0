# Table B1 from the CSV of `unroll profile`: log10 of ratios and slopes over seeds, against expected/b1.csv (the first file).
BEGIN { FS = ","; split("10 20 49 99", place, " "); places = 4 }
FNR == 1 { next }
FILENAME == ARGV[1] {
    if (!($1 in known)) { known[$1] = 1; lane[++lanes] = $1 }
    expected[$1, $2] = $3
    next
}
{
    ratio = $7 != "" ? $7 : $6 # of the cell state where there is one
    if ($3 == 0) run[$1]++
    for (i = 1; i <= places; i++) if ($3 == place[i]) value[$1, place[i], run[$1]] = log10(ratio)
    if ($3 >= 10 && $3 <= 60) {
        key = $1 SUBSEP run[$1]
        y = log10($6)
        n[key]++; sx[key] += $3; sy[key] += y; sxx[key] += $3 * $3; sxy[key] += $3 * y
    }
}
function cell(name, what, runs,    target, joint, text, target_text, off) {
    moments(value, name SUBSEP what, runs)
    target = what == "slope" ? expected[name, what] : log10(expected[name, what])
    # The table's five seeds, whose spread is not known, get this program's.
    joint = deviation * sqrt(1 / runs + 1 / 5)
    off = absolute(mean - target) > 3 * joint
    text = what == "slope" ? sprintf("%.3f", mean) : sprintf("%.1e", 10 ^ mean)
    target_text = what == "slope" ? sprintf("%.3f", target) : sprintf("%.1e", 10 ^ target)
    judge(name " " (what == "slope" ? what : "d=" what), target_text, text sprintf(" (off by %.1f joint standard errors)", (mean - target) / joint), off ? "differs" : "agrees")
    return (off ? "**" text "**" : text) " (" target_text ")"
}
END {
    print "| net | d = 10 | 20 | 49 | 99 | log10 per step, d 10..60 | deviation of log10 at d = 99 |"
    print "| --- | --- | --- | --- | --- | --- | --- |"
    for (l = 1; l <= lanes; l++) {
        name = lane[l]
        for (r = 1; r <= run[name]; r++) {
            key = name SUBSEP r
            value[name, "slope", r] = (n[key] * sxy[key] - sx[key] * sy[key]) / (n[key] * sxx[key] - sx[key] * sx[key])
        }
        line = "| " name
        for (i = 1; i <= places; i++) line = line " | " cell(name, place[i], run[name])
        spread = sprintf("%.2f", deviation)
        print line " | " cell(name, "slope", run[name]) " | " spread " |"
    }
    print_odd()
}
