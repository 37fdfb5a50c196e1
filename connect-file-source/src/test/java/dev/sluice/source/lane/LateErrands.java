package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Errands that come back later, in any order; or not at all, for as long as they are held. */
final class LateErrands implements Errands {
    private record Sent(To to, Tenant tenant, Runnable errand) {}

    private final Random random;
    private final List<Sent> underWay = new ArrayList<>();
    private To held;
    private Tenant heldTenant;

    LateErrands(Random random) {
        this.random = random;
    }

    /** Keeps errands of one kind and tenant from coming back. */
    void hold(To to, Tenant tenant) {
        held = to;
        heldTenant = tenant;
    }

    @Override
    public void send(To to, Tenant tenant, Runnable errand) {
        underWay.add(new Sent(to, tenant, errand));
    }

    void arriveSome() {
        for (Sent sent : List.copyOf(underWay)) {
            boolean isHeld = sent.to() == held && sent.tenant().equals(heldTenant);
            if (!isHeld && random.nextInt(3) > 0) {
                underWay.remove(sent);
                sent.errand().run();
            }
        }
    }

    void forget() {
        underWay.clear();
    }
}
