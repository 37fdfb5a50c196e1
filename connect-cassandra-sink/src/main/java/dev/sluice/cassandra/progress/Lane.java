package dev.sluice.cassandra.progress;

import dev.sluice.contract.Event;
import dev.sluice.contract.ImportContext;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** What is counted of one partition of the consumer. Confined to the task's thread. */
final class Lane {
    /** A rejected row to be remembered. */
    record Sample(Stream stream, long offset, RejectedRow row) {}

    /** An event to be announced. */
    record Announcement(Event event, long offset) {}

    private record Key(ImportContext context, String origin, long block) {}

    private final Map<Key, Stream> streams = new HashMap<>();
    private Stream latest;

    private List<Sample> samples = new ArrayList<>();
    private List<Announcement> announcements = new ArrayList<>();
    private List<Sample> savingSamples = List.of();
    private List<Announcement> savingAnnouncements = List.of();

    /** The stream, or null. Nearly always that of the row before. */
    @SuppressWarnings("ReferenceEquality")
    Stream find(ImportContext context, StreamId id) {
        Stream last = latest;
        if (last != null
                && last.context() == context
                && last.id().block() == id.block()
                && last.id().origin().equals(id.origin())) {
            return last;
        }
        Stream found = streams.get(new Key(context, id.origin(), id.block()));
        latest = found == null ? last : found;
        return found;
    }

    void add(Stream stream) {
        streams.put(new Key(stream.context(), stream.id().origin(), stream.id().block()), stream);
    }

    void remember(Sample sample) {
        samples.add(sample);
    }

    void announce(Event event, long offset) {
        announcements.add(new Announcement(event, offset));
    }

    Collection<Stream> streams() {
        return streams.values();
    }

    boolean isSaved() {
        return announcements.isEmpty()
                && savingAnnouncements.isEmpty()
                && streams.values().stream().allMatch(Stream::isSaved);
    }

    /** Takes what is to be saved, in the order in which it has to be: samples and announcements before what counts them. */
    List<Sample> savingSamples() {
        savingSamples = samples;
        samples = new ArrayList<>();
        return savingSamples;
    }

    List<Announcement> savingAnnouncements() {
        savingAnnouncements = announcements;
        announcements = new ArrayList<>();
        return savingAnnouncements;
    }

    void saved() {
        savingSamples = List.of();
        savingAnnouncements = List.of();
        streams.values().forEach(Stream::saved);
    }

    void notSaved() {
        List<Sample> allSamples = new ArrayList<>(savingSamples);
        allSamples.addAll(samples);
        samples = allSamples;
        List<Announcement> all = new ArrayList<>(savingAnnouncements);
        all.addAll(announcements);
        announcements = all;
        savingSamples = List.of();
        savingAnnouncements = List.of();
        streams.values().forEach(Stream::notSaved);
    }

    /** A stream that another needs stays. */
    @SuppressWarnings("ReferenceEquality")
    void forgetIdleStreams() {
        streams.values().removeIf(stream -> stream.isIdle() && stream.frame() != stream);
        Set<Stream> needed = streams.values().stream()
                .filter(stream -> stream.frame() != stream)
                .map(Stream::frame)
                .collect(Collectors.toSet());
        streams.values().removeIf(stream -> stream.isIdle() && stream.frame() == stream && !needed.contains(stream));
        latest = null;
    }

    /** The first offset that may not be passed by a commit; empty where all is saved. */
    OptionalLong bound() {
        LongStream events = java.util.stream.Stream.of(announcements, savingAnnouncements)
                .flatMap(List::stream)
                .mapToLong(Announcement::offset);
        LongStream counts = streams.values().stream().map(Stream::bound).flatMapToLong(OptionalLong::stream);
        return LongStream.concat(events, counts).min();
    }
}
