package dev.sluice.archive.fs;

import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.ipc.RemoteException;

/** What a failure of the file system means to an operator. All of these pass, or are put right, and are waited for. */
public enum Trouble {
    SAFE_MODE(
            true,
            "HDFS to leave safe mode",
            "It does so by itself once enough data nodes have reported; see 'hdfs dfsadmin -safemode get'."),
    AWAY(
            true,
            "the NameNode to answer",
            "Check that it runs, that one of a pair is active, and that the worker reaches it."),
    LOGIN(
            true,
            "a valid Kerberos login",
            "Check 'hdfs.kerberos.principal', 'hdfs.kerberos.keytab', the clocks, and that the key distribution centre answers."),
    DATA_NODES(
            true,
            "data nodes that take blocks",
            "Check that they run, that they have space left ('hdfs dfsadmin -report'), and that the worker reaches them."),
    FULL(true, "space on the file system", "Add data nodes or disks, or delete what is not needed."),
    QUOTA(false, "quota", "Raise the quota of the directory in the message, or delete what is not needed there."),
    PERMISSION(false, "permission", "Let the connector's user write below 'root.dir'."),
    OBSTRUCTED(false, "what is in the way to be moved", "Find out who has put it there, and move it away."),
    OTHER(false, "the file system", "If this goes on, look the message up in the NameNode's log.");

    /** Of an AccessControlException that permissions have nothing to do with. */
    private static final List<String> LOGIN_MESSAGES =
            List.of("SIMPLE authentication is not enabled", "Client cannot authenticate via");

    private static final List<String> FULL_MESSAGES = List.of("No space left", "enough space", "out of space");
    private static final List<String> DATA_NODE_MESSAGES = List.of(
            "are bad. Aborting",
            "Failed to replace a bad datanode",
            "Unable to create new block",
            "Could not get block locations",
            "could not be obtained",
            // The NameNode says the same of data nodes that are full and of those that have just died.
            "could only be written to 0 of",
            "could only be replicated to 0",
            "Bad connect ack",
            "Could not obtain block");

    private final boolean concernsAll;
    private final String what;
    private final String cure;

    Trouble(boolean concernsAll, String what, String cure) {
        this.concernsAll = concernsAll;
        this.what = what;
        this.cure = cure;
    }

    /** True if it is the place that is refused, so that elsewhere on the same file system all may be well. */
    public boolean concernsPlace() {
        return this == QUOTA || this == PERMISSION || this == OBSTRUCTED;
    }

    /** True if no other file of this file system would fare better. */
    public boolean concernsAll() {
        return concernsAll;
    }

    /** What is waited for, as the object of a sentence. */
    public String what() {
        return what;
    }

    /** What to do about it; a sentence. */
    public String cure() {
        return cure;
    }

    /** The most telling reading of an exception and its causes. */
    public static Trouble of(Throwable failure) {
        if (has(failure, named("SafeModeException"))) {
            return SAFE_MODE;
        }
        if (has(failure, named("QuotaExceededException").or(named("ItemsExceededException")))) {
            return QUOTA;
        }
        if (has(
                failure,
                named("KerberosAuthException")
                        .or(named("LoginException"))
                        .or(named("SaslException"))
                        .or(says(LOGIN_MESSAGES)))) {
            return LOGIN;
        }
        if (has(failure, named("AccessControlException").or(named("AccessDeniedException")))) {
            return PERMISSION;
        }
        if (has(failure, says(DATA_NODE_MESSAGES))) {
            return DATA_NODES;
        }
        if (has(failure, named("OutOfSpaceException").or(says(FULL_MESSAGES)))) {
            return FULL;
        }
        if (has(failure, Trouble::isAway)) {
            return AWAY;
        }
        return has(
                        failure,
                        named("FileAlreadyExistsException")
                                .or(named("ParentNotDirectoryException"))
                                .or(named("PathIsNotDirectoryException")))
                ? OBSTRUCTED
                : OTHER;
    }

    private static boolean isAway(Throwable each) {
        return each instanceof SocketException
                || each instanceof SocketTimeoutException
                || each instanceof UnknownHostException
                || each instanceof EOFException
                || named("StandbyException").test(each)
                || named("ConnectTimeoutException").test(each)
                || named("RetriableException").test(each);
    }

    /** By name, also of what the other side threw: its class need not be here. */
    private static Predicate<Throwable> named(String ending) {
        return each -> nameOf(each).endsWith(ending)
                || (each.getClass().getSuperclass() != null
                        && each.getClass().getSuperclass().getName().endsWith(ending));
    }

    private static String nameOf(Throwable each) {
        return each instanceof RemoteException remote
                ? remote.getClassName()
                : each.getClass().getName();
    }

    private static Predicate<Throwable> says(List<String> texts) {
        return each -> each instanceof IOException
                && each.getMessage() != null
                && texts.stream().anyMatch(each.getMessage()::contains);
    }

    private static boolean has(Throwable failure, Predicate<Throwable> test) {
        int depth = 0;
        for (Throwable each = failure; each != null && depth < 20; each = each.getCause()) {
            if (test.test(each)) {
                return true;
            }
            depth++;
        }
        return false;
    }
}
