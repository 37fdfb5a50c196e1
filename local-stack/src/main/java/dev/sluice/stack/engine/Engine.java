package dev.sluice.stack.engine;

import dev.sluice.stack.process.EngineHome;
import dev.sluice.stack.process.JavaLaunch;
import java.util.List;
import java.util.Map;

/**
 * One engine as one process: what it reads, how it is run, and the question that only a ready one answers.
 *
 * <p>Each copes with others that are not there yet: it keeps knocking. So all are launched at once.
 */
public interface Engine {
    /** Its name within the stack, and the name of its folder. */
    String name();

    /** Where clients reach it, as they write it. */
    String endpoint();

    /** Configuration files by their path below {@code conf}, written before every launch. */
    Map<String, String> files(EngineHome home);

    /** Programs that prepare empty data, run to their end once, in this order. */
    default List<JavaLaunch> preparations(EngineHome home) {
        return List.of();
    }

    /** The engine itself. */
    JavaLaunch launch(EngineHome home);

    /** Asks the engine for something that only a ready one answers; throws while it is not ready. */
    void ask() throws Exception;

    /** What clients rely on being there, made once the engine answers, and again after each restart. */
    default void furnish() throws Exception {}
}
