package dev.sluice.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;

class MBeansTest {
    private static final MBeanServer SERVER = ManagementFactory.getPlatformMBeanServer();
    private static final String NAME = "dev.sluice:type=beans-test";

    /** What is shown. */
    public interface MeterMXBean {
        long getNumber();
    }

    private record Meter(long getNumber) implements MeterMXBean {}

    @Test
    void aLaterOneTakesThePlaceOfAnEarlierOneAndIsGoneWhenClosed() throws Exception {
        ObjectName name = new ObjectName(NAME);
        try (MBeans orphan = new MBeans()) {
            orphan.show(NAME, new Meter(1));
            try (MBeans successor = new MBeans()) {
                successor.show(NAME, new Meter(2));
                assertThat(SERVER.getAttribute(name, "Number")).isEqualTo(2L);
            }
            assertThat(SERVER.isRegistered(name)).isFalse();
        }
    }

    @Test
    void instancesHaveNamesOfTheirOwn() throws Exception {
        try (MBeans beans = new MBeans()) {
            Meter first = new Meter(1);
            ObjectName one = beans.showNext(NAME, first).orElseThrow();
            ObjectName other = beans.showNext(NAME, new Meter(2)).orElseThrow();
            assertThat(one).isNotEqualTo(other);
            assertThat(SERVER.getAttribute(one, "Number")).isEqualTo(1L);
            assertThat(SERVER.getAttribute(other, "Number")).isEqualTo(2L);
            assertThat(beans.showNext(NAME, first)).as("shown already").isEmpty();
        }
        assertThat(SERVER.queryNames(new ObjectName(NAME + ",*"), null)).isEmpty();
    }

    @Test
    void takenNumbersArePassedOver() throws Exception {
        try (MBeans beans = new MBeans();
                MBeans others = new MBeans()) {
            String last = beans.showNext(NAME, new Meter(1)).orElseThrow().getKeyProperty("instance");
            long taken = Long.parseLong(last) + 1;
            others.show(NAME + ",instance=" + taken, new Meter(2));
            assertThat(beans.showNext(NAME, new Meter(3)).orElseThrow().getKeyProperty("instance"))
                    .isEqualTo(String.valueOf(taken + 1));
        }
    }

    @Test
    void whatCannotBeShownStopsNothing() {
        try (MBeans beans = new MBeans()) {
            beans.show("no name", new Meter(1));
            beans.show(NAME, "no bean");
            assertThat(beans.showNext("no name", new Meter(1))).isEmpty();
            assertThat(beans.showNext(NAME, "no bean")).isEmpty();
        }
    }
}
