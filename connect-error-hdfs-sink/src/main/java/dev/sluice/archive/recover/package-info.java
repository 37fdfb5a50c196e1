/**
 * Commits parts and recovers from everything; the two are one protocol.
 *
 * <p>In: parts. Out: the position of a topic-partition, the next offset to archive, which is told by the file system alone. May
 * import everything but {@code compact} and {@code report}.
 *
 * <h2>The protocol</h2>
 *
 * <pre>
 * {root}/.sluice/writers/{topic}/{partition}/{writer}/            the claim of one writer
 * {root}/.sluice/tmp/{topic}/{partition}/{writer}/{n}.avro        its temporary files
 * {root}/.sluice/commit/{topic}/{partition}/{position}.json       manifests; the newest tells the position
 * {root}/_overflow/{path}                                         a committed file whose own directory does not take it
 * </pre>
 *
 * <b>Taking over</b> (on {@code open}, and again after every failure, under a new writer id):
 *
 * <ol>
 *   <li>create the own claim, then the own directory for temporary files;
 *   <li>list the others' temporary directories, <i>then</i> their claims; delete all these claims. From now on none of these
 *       writers can commit: a manifest is born as a file inside the claim, which is never created again;
 *   <li>list the manifests (all that the others ever committed is in it), redo the renames of each, idempotently;
 *   <li>delete the temporary directories listed in step 2, and all manifests but the newest;
 *   <li>rewind the consumer to the position. Records below it are ignored.
 * </ol>
 *
 * <b>Committing</b> a part of offsets {@code [position, last]}:
 *
 * <ol>
 *   <li>make all temporary files durable and close them;
 *   <li>write the manifest, the list of renames, into the own claim; make it durable;
 *   <li>rename it to {@code commit/…/{position}.json}, without overwriting. <b>Its appearance is the commit</b>: of all tenants'
 *       files at once, and of the position {@code last + 1};
 *   <li>rename each temporary file to its final name, without overwriting; summaries take the place of their predecessors. What a
 *       tenant's directory does not take goes into the overflow;
 *   <li>delete the manifest before this one; the offset {@code last + 1} may be given to Kafka.
 * </ol>
 *
 * Any failure, at any step, of any kind, also one that in truth succeeded: throw away what is in memory, wait, take over again.
 * There is no other error path.
 *
 * <h2>Why it holds</h2>
 *
 * <ul>
 *   <li>Only the newest manifest can have renames to be done, because a writer finishes them before it commits again, and so does
 *       who takes over. So older manifests carry nothing and recovery reads a handful of files, whatever the size of the archive.
 *   <li>No temporary file of a committed manifest is ever deleted before it has its final name: step 4 deletes only directories of
 *       writers that were fenced in step 2, whose last manifest was therefore visible in step 3. Writers that came later are not
 *       touched, and writer ids are never used twice.
 *   <li>Two writers at the same position: the first claim fence decides; and should both still hold a claim, the manifest's name is
 *       the same for both, and the rename that comes second fails.
 * </ul>
 *
 * <h2>The overflow</h2>
 *
 * A tenant's quota, or a directory's permission, or a stranger's file in the way, is met in step 4 only, when the part is committed
 * already: temporary files lie outside of tenants' directories. It must hold up nobody else, so the file is renamed to {@code
 * _overflow/{path}} instead, at once: readers that know the overflow (this plugin's) see its rows there. A background pass renames it
 * to {@code {path}} when the directory takes it again. A committed file is one and the same file all the way, and each step is one
 * atomic rename that names its source; so it is in one place at any moment, {@code temporary → overflow → home} or {@code temporary →
 * home}, never back; whoever repeats a step that was done finds no source and does nothing; and no manifest says which way it went.
 *
 * <ul>
 *   <li>Who looks for a file looks in that order, or he could miss one that goes on meanwhile.
 *   <li>Names at home appear in the order of offsets no more: what merges files must ask the overflow for those in between, see
 *       {@code compact}.
 *   <li>Summaries replace each other under one name. A summary that may find an older one waiting in the overflow takes that one's
 *       place there, and goes home from there; so that what waits is the newest, always, and to bring it home is always right. Whether
 *       one may be waiting is known since the takeover: once the last manifest's renames are finished, no one else has a temporary file
 *       of this topic-partition to put there.
 *   <li>A place that refuses is asked once, and not again for {@code overflow.retry.ms}. If the overflow does not take files either (it
 *       may have a quota of its own), the partition waits, as for everything else; nothing is ever dropped.
 * </ul>
 *
 * <h2>Zombies</h2>
 *
 * A task that lost its partitions without knowing it <b>can</b>: write temporary files (they are deleted by whoever takes over
 * next), commit what nobody has taken over yet (the successor then continues behind it), finish the renames of committed manifests
 * (as the successor does), delete superseded manifests, and, when it recovers late, take the claim away from the rightful owner,
 * who loses the part in memory, takes over again and reads it once more. It <b>cannot</b>: commit after it has been fenced, archive an
 * offset twice, overwrite or delete a committed file, or move the position backwards.
 *
 * <h2>What the file system must offer</h2>
 *
 * Atomic rename that fails when the target exists; creation of a file that fails when its directory does not exist; listings that
 * show what was done before. HDFS has them; local disks are taught them, see {@code
 * LocalManners}; object stores do not.
 */
package dev.sluice.archive.recover;
