package dev.sluice.demo;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Draws an {@link ImportBoard}, again and again in the same place on a terminal, line after line elsewhere. Not thread-safe. */
final class ProgressBars {
    private static final int WIDTH = 20;
    private static final long REDRAW_NANOS = 400_000_000;

    private final PrintStream out;
    private final boolean terminal;
    private List<String> drawn = List.of();
    private long drawnAt;

    ProgressBars(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** Draws if something changed and the last time is long enough ago. */
    void tick(ImportBoard board, Map<String, Long> lags) {
        if (System.nanoTime() - drawnAt >= REDRAW_NANOS) {
            draw(board, lags);
        }
    }

    /** Draws if something changed. */
    void draw(ImportBoard board, Map<String, Long> lags) {
        List<String> lines = render(board, lags);
        if (lines.equals(drawn)) {
            return;
        }
        if (terminal && !drawn.isEmpty()) {
            out.print("\u001b[" + drawn.size() + "A\u001b[J");
        }
        for (String line : lines) {
            if (terminal || !drawn.contains(line)) {
                out.println(line);
            }
        }
        out.flush();
        drawn = lines;
        drawnAt = System.nanoTime();
    }

    /** What comes next is printed below, not over, what is drawn. */
    void leave() {
        drawn = List.of();
    }

    static List<String> render(ImportBoard board, Map<String, Long> lags) {
        List<String> lines = new ArrayList<>();
        for (ImportBoard.Line line : board.lines()) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-9s %-33s %s %3d %%  %,9d accepted  %,5d rejected  %s",
                    line.context().dataset().tenant(),
                    line.file(),
                    bar(line.progress()),
                    Math.round(line.progress() * 100),
                    line.accepted(),
                    line.rejected(),
                    line.end()
                            .map(end -> end.type().replace("Import", "").toLowerCase(Locale.ROOT))
                            .orElse("running")));
        }
        StringBuilder sinks = new StringBuilder("  sinks     records to go:");
        lags.forEach((sink, lag) -> sinks.append(String.format(Locale.ROOT, "  %s %,d", sink, lag)));
        lines.add(sinks.toString());
        return lines;
    }

    private static String bar(double progress) {
        int full = (int) Math.round(progress * WIDTH);
        return "█".repeat(full) + "░".repeat(WIDTH - full);
    }
}
