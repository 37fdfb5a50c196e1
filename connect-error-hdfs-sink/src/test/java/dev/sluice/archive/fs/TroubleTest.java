package dev.sluice.archive.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import org.apache.hadoop.hdfs.protocol.DSQuotaExceededException;
import org.apache.hadoop.hdfs.protocol.NSQuotaExceededException;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RetriableException;
import org.apache.hadoop.ipc.StandbyException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What HDFS throws, and what it means; the messages are those of Hadoop 3.5. */
class TroubleTest {
    @Test
    void theNameNodeIsAway() {
        assertThat(Trouble.of(new IOException("Call failed", new ConnectException("Connection refused"))))
                .isEqualTo(Trouble.AWAY);
        assertThat(Trouble.of(new SocketTimeoutException("60000 millis"))).isEqualTo(Trouble.AWAY);
        assertThat(Trouble.of(new UnknownHostException("namenode"))).isEqualTo(Trouble.AWAY);
        assertThat(Trouble.of(new EOFException("End of File Exception"))).isEqualTo(Trouble.AWAY);
        assertThat(Trouble.of(new StandbyException("Operation category WRITE is not supported in state standby")))
                .isEqualTo(Trouble.AWAY);
        assertThat(Trouble.of(remote(StandbyException.class.getName(), "standby")))
                .isEqualTo(Trouble.AWAY);
    }

    @Test
    void safeModeIsToldEvenIfItComesInAWrapping() {
        String safeMode = "org.apache.hadoop.hdfs.server.namenode.SafeModeException";
        assertThat(Trouble.of(remote(safeMode, "Cannot create file. Name node is in safe mode.")))
                .isEqualTo(Trouble.SAFE_MODE);
        assertThat(Trouble.of(new RetriableException(remote(safeMode, "x").unwrapRemoteException())))
                .isEqualTo(Trouble.SAFE_MODE);
    }

    @Test
    void quotas() {
        assertThat(Trouble.of(new DSQuotaExceededException(1, 2))).isEqualTo(Trouble.QUOTA);
        assertThat(Trouble.of(new NSQuotaExceededException(1, 2))).isEqualTo(Trouble.QUOTA);
        assertThat(Trouble.of(remote(DSQuotaExceededException.class.getName(), "x")))
                .isEqualTo(Trouble.QUOTA);
    }

    @Test
    void placesThatTakeNoFiles() {
        assertThat(Trouble.of(new org.apache.hadoop.fs.FileAlreadyExistsException("x")))
                .isEqualTo(Trouble.OBSTRUCTED);
        assertThat(Trouble.of(new org.apache.hadoop.fs.ParentNotDirectoryException("x")))
                .isEqualTo(Trouble.OBSTRUCTED);
        assertThat(Trouble.of(remote(
                        "org.apache.hadoop.hdfs.protocol.FSLimitException$MaxDirectoryItemsExceededException", "x")))
                .isEqualTo(Trouble.QUOTA);
        assertThat(Trouble.values())
                .filteredOn(Trouble::concernsPlace)
                .containsExactly(Trouble.QUOTA, Trouble.PERMISSION, Trouble.OBSTRUCTED)
                .noneMatch(Trouble::concernsAll);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "File /x could only be written to 0 of the 1 minReplication nodes. There are 2 datanode(s) running and 2 node(s) are excluded in this operation.|DATA_NODES",
                "No space left on device|FULL",
                "File /x could only be written to 0 of the 1 minReplication nodes. There are 0 datanode(s) running and 0 node(s) are excluded in this operation.|DATA_NODES",
                "All datanodes [DatanodeInfoWithStorage[127.0.0.1:9866]] are bad. Aborting...|DATA_NODES",
                "Failed to replace a bad datanode on the existing pipeline|DATA_NODES",
                "Could not get block locations. Source file \"/x\" - Aborting...|DATA_NODES",
                "something else|OTHER",
            })
    void messages(String message, Trouble trouble) {
        assertThat(Trouble.of(new IOException(message))).isEqualTo(trouble);
    }

    @Test
    void permissionIsNoReasonForOthersToWait() {
        assertThat(Trouble.of(new AccessControlException("Permission denied: user=x")))
                .isEqualTo(Trouble.PERMISSION);
        assertThat(Trouble.PERMISSION.concernsAll()).isFalse();
        assertThat(Trouble.QUOTA.concernsAll()).isFalse();
        assertThat(Trouble.AWAY.concernsAll()).isTrue();
    }

    @Test
    void comingWithoutATicketIsNoQuestionOfPermission() {
        String simple = "SIMPLE authentication is not enabled.  Available:[TOKEN, KERBEROS]";
        assertThat(Trouble.of(new AccessControlException(simple))).isEqualTo(Trouble.LOGIN);
        assertThat(Trouble.of(remote(AccessControlException.class.getName(), simple)))
                .isEqualTo(Trouble.LOGIN);
        assertThat(Trouble.of(new IOException(
                        "DestHost:destPort namenode:8020",
                        new AccessControlException("Client cannot authenticate via:[TOKEN, KERBEROS]"))))
                .isEqualTo(Trouble.LOGIN);
    }

    @Test
    void circlesOfCausesEnd() {
        IOException one = new IOException("one");
        one.initCause(new IOException("two", one));
        assertThat(Trouble.of(one)).isEqualTo(Trouble.OTHER);
    }

    private static RemoteException remote(String className, String message) {
        return new RemoteException(className, message);
    }
}
