// SPDX-License-Identifier: Apache-2.0
package io.edgewise.inference.worker;

import io.edgewise.inference.tflite.OwnProcess;
import io.edgewise.inference.tflite.ProcessGroup;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/// The program that runs graphs for a [DelegateHost] in a process of its own. It ends when its control connection
/// does, so that it never outlives its host.
///
/// Argument: the host's socket.
public final class DelegateWorker {
    /// The first thing that a connection says is its number; this one is the control connection's.
    static final int CONTROL = 0;

    /// How often the control connection says that this process is alive.
    static final Duration BEAT = Duration.ofMillis(500);

    private static final int LOST_HOST = 0;

    private final OwnProcess process = new OwnProcess();
    private final Path socket;
    private final WorkerModels models = new WorkerModels();

    private DelegateWorker(Path socket) {
        this.socket = socket;
    }

    /// Runs until the host is gone.
    public static void main(String[] arguments) {
        ProcessGroup.lead();
        // SIGTERM and SIGINT are the host's affair when they go to all processes of a unit: it ends what it
        // started in its own order, and a worker that ends before looks like a crash.
        Runtime.getRuntime().addShutdownHook(new Thread(DelegateWorker::waitForTheHost, "waits-for-the-host"));
        new DelegateWorker(Path.of(arguments[0])).work();
    }

    private static void waitForTheHost() {
        while (true) {
            LockSupport.park();
        }
    }

    private void work() {
        try (SocketChannel control = dial(CONTROL)) {
            Thread.ofPlatform().name("beat").daemon().start(() -> beat(control));
            DataInputStream in = new DataInputStream(Channels.newInputStream(control));
            while (true) {
                int number = in.readInt();
                Thread.ofPlatform().name("graph-" + number).daemon().start(() -> serve(number));
            }
        } catch (IOException e) {
            // The host is gone.
        } catch (RuntimeException | Error e) {
            System.err.println("worker: " + e);
        } finally {
            process.end(LOST_HOST);
        }
    }

    private SocketChannel dial(int number) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        try {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.allocate(Integer.BYTES).putInt(0, number));
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    private static void beat(SocketChannel control) {
        ByteBuffer beat = ByteBuffer.allocate(1);
        try {
            while (true) {
                control.write(beat.clear());
                LockSupport.parkNanos(BEAT.toNanos());
            }
        } catch (IOException e) {
            // The reader of the connection sees the same and ends the process.
        }
    }

    private void serve(int number) {
        try (SocketChannel channel = dial(number);
                GraphServer server = new GraphServer(channel, models)) {
            server.serve();
        } catch (IOException | RuntimeException | Error e) {
            // On one line, which is what the host shows of it; it takes the closed connection for the worker's end.
            System.err.println("graph " + number + ": " + e);
        }
    }
}
