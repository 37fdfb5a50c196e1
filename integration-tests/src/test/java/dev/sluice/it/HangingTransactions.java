package dev.sluice.it;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.AbortTransactionSpec;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ProducerState;
import org.apache.kafka.clients.admin.TransactionListing;
import org.apache.kafka.clients.admin.TransactionState;
import org.apache.kafka.common.TopicPartition;

/**
 * Does what an operator does with {@code kafka-transactions.sh find-hanging} and {@code abort}: when the only broker comes back while
 * producers still retry (Kafka 4.3.1), a transaction may stay open in partitions whose coordinator knows nothing of it, and then Connect,
 * reading its offsets topic, waits for its end for ever.
 */
final class HangingTransactions {
    private HangingTransactions() {}

    /** Aborts those without a coordinator that has them open, in which nothing was written for so long. */
    static void abort(Admin admin, long quietMillis) throws Exception {
        Set<Long> known = admin.listTransactions().all().get().stream()
                .filter(each -> each.state() != TransactionState.EMPTY
                        && each.state() != TransactionState.COMPLETE_ABORT
                        && each.state() != TransactionState.COMPLETE_COMMIT)
                .map(TransactionListing::producerId)
                .collect(Collectors.toSet());
        List<TopicPartition> partitions = new ArrayList<>();
        admin.describeTopics(admin.listTopics().names().get())
                .allTopicNames()
                .get()
                .forEach((name, topic) ->
                        topic.partitions().forEach(each -> partitions.add(new TopicPartition(name, each.partition()))));
        for (TopicPartition partition : partitions) {
            for (ProducerState producer : admin.describeProducers(List.of(partition))
                    .partitionResult(partition)
                    .get()
                    .activeProducers()) {
                boolean isOpen = producer.currentTransactionStartOffset().isPresent();
                boolean isQuiet = System.currentTimeMillis() - producer.lastTimestamp() > quietMillis;
                if (isOpen && isQuiet && !known.contains(producer.producerId())) {
                    admin.abortTransaction(new AbortTransactionSpec(
                                    partition,
                                    producer.producerId(),
                                    (short) producer.producerEpoch(),
                                    producer.coordinatorEpoch().orElse(0)))
                            .all()
                            .get();
                }
            }
        }
    }
}
