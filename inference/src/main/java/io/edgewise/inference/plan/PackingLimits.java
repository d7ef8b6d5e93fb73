// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.plan;

import io.edgewise.inference.encoder.Encoder;
import io.edgewise.inference.encoder.Window;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// How many tokens short messages may share in one pass before the pass costs more than it saves: measured once per
/// board, model and delegate, and remembered in a file.
///
/// Below the limit a pass has a fixed part that messages share; above it attention, which grows with the square,
/// eats the gain. Where the two meet depends on caches and kernels (docs/decisions/0002). Thread-safe: files are
/// replaced as a whole.
public final class PackingLimits {
    private static final Logger LOG = LoggerFactory.getLogger(PackingLimits.class);
    /// Never more: beyond, attention costs more on every processor that was measured.
    private static final List<Integer> LIMITS = List.of(32, 48, 64, 96, 128);

    /// Limits that differ by less can't be told apart; the smaller one answers sooner.
    private static final double TOLERANCE = 1.03;

    private static final int ROUNDS = 5;
    /// No further round is begun after this: a first start must not wait for a slow board.
    private static final long ENOUGH_NANOS = 400_000_000;

    private final Path folder;

    /// @param folder writable only by this user; made when it is needed
    public PackingLimits(Path folder) {
        this.folder = folder;
    }

    /// The limit in tokens; 0 when a pass of one message is the cheapest.
    ///
    /// @param key of the file: model, delegate, library and processor
    /// @param window a short message
    /// @throws io.edgewise.inference.InferenceException when a pass fails
    int of(String key, Encoder encoder, Window window, Set<String> outputs) {
        if (encoder.packTokens() == 0) {
            return 0;
        }
        Path file = folder.resolve(key + ".packing");
        OptionalInt known = read(file);
        if (known.isPresent()) {
            return known.getAsInt();
        }
        OptionalInt measured = measure(encoder, window, outputs);
        measured.ifPresent(limit -> write(file, limit));
        return measured.orElse(encoder.packTokens());
    }

    private static OptionalInt read(Path file) {
        try {
            int limit = Integer.parseInt(Files.readString(file).strip());
            return limit == 0 || LIMITS.contains(limit) ? OptionalInt.of(limit) : OptionalInt.empty();
        } catch (NoSuchFileException | NumberFormatException e) {
            return OptionalInt.empty();
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("{} can't be read; the limit is measured again", file);
            return OptionalInt.empty();
        }
    }

    private void write(Path file, int limit) {
        try {
            Files.createDirectories(folder);
            Path part = Files.createTempFile(folder, "limit", ".part");
            Files.writeString(part, limit + "\n");
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            LOG.atDebug().setCause(e).log("{} can't be written; the limit is measured again next time", file);
        }
    }

    /// Round after round over all sizes, so that what disturbs one round disturbs each of them; the best of each
    /// counts.
    ///
    /// @return empty when the time was over before the first round
    private static OptionalInt measure(Encoder encoder, Window window, Set<String> outputs) {
        double[] best = new double[1 + LIMITS.size()];
        Arrays.fill(best, Double.MAX_VALUE);
        long begin = System.nanoTime();
        for (int round = 0; round < ROUNDS; round++) {
            for (int i = 0; i < best.length; i++) {
                if (System.nanoTime() - begin > ENOUGH_NANOS) {
                    return round == 0 ? OptionalInt.empty() : OptionalInt.of(choose(best));
                }
                int messages = i == 0 ? 1 : Math.max(1, LIMITS.get(i - 1) / window.tokens());
                best[i] = Math.min(best[i], nanosPerMessage(encoder, window, messages, outputs));
            }
        }
        return OptionalInt.of(choose(best));
    }

    /// @param nanos per message: alone, then at each limit
    static int choose(double[] nanos) {
        double enough = Arrays.stream(nanos).min().orElseThrow() * TOLERANCE;
        for (int i = 0; i < nanos.length; i++) {
            if (nanos[i] <= enough) {
                return i == 0 ? 0 : LIMITS.get(i - 1);
            }
        }
        throw new IllegalStateException("the best is one of them");
    }

    private static double nanosPerMessage(Encoder encoder, Window window, int messages, Set<String> outputs) {
        List<Window> windows = Collections.nCopies(messages, window);
        encoder.run(windows, outputs); // takes the shape
        long start = System.nanoTime();
        encoder.run(windows, outputs);
        return (double) (System.nanoTime() - start) / messages;
    }
}
