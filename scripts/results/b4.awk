# Table B4 from the JSON of `unroll train`: what each lane came to over the seeds, against expected/b4.csv (the first file).
FILENAME == ARGV[1] {
    if (FNR == 1) next
    split($0, f, ";")
    name = f[1]
    lane[++lanes] = name
    target[name] = f[2]; rule[name] = f[3]
    next
}
/"type":"result"/ {
    line = substr($0, index($0, "\"lanes\":"))
    for (i = 1; (name = json(line, "name", i)) != ""; i++) {
        runs[name]++
        at = json(line, "solved_at", i)
        if (at != "null") { solved[name]++; span(name, "solved", at) }
        if (json(line, "nonfinite_at", i) != "null") { broke[name]++; span(name, "broke", json(line, "nonfinite_at", i)) }
        else span(name, "loss", json(line, "loss", i))
        if (json(line, "loss", i) != "null" && json(line, "loss", i) + 0 < 1 / 6) below[name]++
        if (json(line, "max_gradient_norm", i) != "null") span(name, "norm", json(line, "max_gradient_norm", i))
    }
}
function span(name, what, value) {
    value += 0
    if (!((name, what) in least) || value < least[name, what]) least[name, what] = value
    if (!((name, what) in most) || value > most[name, what]) most[name, what] = value
}
function range(name, what, format) {
    if (!((name, what) in least)) return "-"
    return sprintf(format, least[name, what]) (least[name, what] < most[name, what] ? ".." sprintf(format, most[name, what]) : "")
}
END {
    print "| set-up | asked | solved | at update | not finite, at update | loss at the end | largest gradient norm |"
    print "| --- | --- | --- | --- | --- | --- | --- |"
    for (l = 1; l <= lanes; l++) {
        name = lane[l]
        n = runs[name] + 0
        if (!n) { judge(name, target[name], "-", "not measured"); continue }
        k = solved[name] + 0; b = broke[name] + 0
        if (rule[name] == "none") good = 10 * k <= 2 * n && b == 0
        if (rule[name] == "all") good = 10 * k >= 8 * n
        if (rule[name] == "breaks") good = 10 * b >= 8 * n && most[name, "broke"] == 2
        if (rule[name] == "finite") good = b == 0 && 10 * k <= 2 * n && 10 * below[name] >= 6 * n
        measured = k "/" n " solved" (b ? ", " b "/" n " not finite" : "") (rule[name] == "finite" ? ", " below[name] + 0 "/" n " below 1/6" : "")
        judge(name, target[name], measured, good ? "agrees" : "differs")
        print "| " name " | " target[name] " | " (good ? "" : "**") k "/" n (good ? "" : "**") " | " range(name, "solved", "%d") " | " (b ? b "/" n " @" range(name, "broke", "%d") : "-") " | " range(name, "loss", "%.3g") " | " range(name, "norm", "%.3g") " |"
    }
    print_odd()
}
