package dev.sluice.source.lane;

import dev.sluice.contract.Tenant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * When to look at a tenant's files again out of turn: as soon as something has happened there, so that the time for which a file must
 * stand still begins; and when that time is over. A tenant that writes all the time is not looked at all the time. Pure; poll thread.
 */
final class EarlyLooks {
    private static final long LEAST_PAUSE_MILLIS = 100;

    /** @param again whether another look is to follow, when files have stood still for long enough */
    private record Look(long at, boolean again) {
        Look or(Look other) {
            return new Look(Math.min(at, other.at), again || other.again);
        }
    }

    private final long settleMillis;
    private final Map<Tenant, Look> due = new HashMap<>();
    private final Map<Tenant, Long> notBefore = new HashMap<>();

    EarlyLooks(long settleMillis) {
        this.settleMillis = settleMillis;
    }

    void changed(Set<Tenant> tenants, long now) {
        for (Tenant tenant : tenants) {
            due.merge(tenant, new Look(Math.max(now, notBefore.getOrDefault(tenant, now)), true), Look::or);
        }
    }

    /** Whom to look at now, and whether another look is to follow. */
    Map<Tenant, Boolean> take(long now, int most) {
        Map<Tenant, Boolean> taken = new HashMap<>();
        for (Iterator<Map.Entry<Tenant, Look>> all = due.entrySet().iterator();
                all.hasNext() && taken.size() < most; ) {
            Map.Entry<Tenant, Look> entry = all.next();
            if (entry.getValue().at() <= now) {
                all.remove();
                taken.put(entry.getKey(), entry.getValue().again());
            }
        }
        return taken;
    }

    /**
     * A look has been taken.
     *
     * @param pause until the next, at least
     * @param again whether another is to follow
     */
    void looked(Tenant tenant, long now, long pause, boolean again) {
        long next = now + Math.max(LEAST_PAUSE_MILLIS, pause);
        notBefore.put(tenant, next);
        if (again) {
            due.merge(tenant, new Look(Math.max(now + settleMillis, next), false), Look::or);
        }
    }

    /** How long until somebody is due; very long if nobody is. */
    long millisToNext(long now) {
        return due.values().stream()
                .mapToLong(look -> Math.max(0, look.at() - now))
                .min()
                .orElse(Long.MAX_VALUE);
    }
}
