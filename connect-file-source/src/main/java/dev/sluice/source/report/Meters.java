package dev.sluice.source.report;

import dev.sluice.contract.Tenant;
import java.io.Closeable;
import java.time.Clock;
import java.util.List;

/** A task's meters, shown until it stops. Poll thread, but for closing. */
public final class Meters implements Closeable {
    /** Stands for the dataset of files whose dataset cannot be told. */
    public static final String NO_DATASET = "unknown";

    private final Clock clock;
    private final List<Display> displays;

    public Meters(Clock clock, List<Display> displays) {
        this.clock = clock;
        this.displays = List.copyOf(displays);
    }

    /** Makes a dataset's meter. */
    public DatasetMeter of(Tenant tenant, String dataset) {
        DatasetMeter meter = new DatasetMeter(clock);
        displays.forEach(display -> display.show(tenant, dataset.isEmpty() ? NO_DATASET : dataset, meter));
        return meter;
    }

    @Override
    public void close() {
        displays.forEach(Display::close);
    }
}
