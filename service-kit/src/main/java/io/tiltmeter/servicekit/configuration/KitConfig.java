package io.tiltmeter.servicekit.configuration;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithName;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Settings that every service has. */
@ConfigMapping(prefix = "tiltmeter")
public interface KitConfig {
    /** This service's name, such as {@code trainer-service}. */
    String service();

    /**
     * This replica's name in work rows, outcomes and consumer groups: each running process has another one, and keeps it when it is
     * started again; by default made from the service, host and port.
     */
    Optional<String> replica();

    /** Distinguishes one start of the whole system from another; shown at /q/info. */
    @WithDefault("none")
    String launchId();

    /** Compute threads of this program, read as a system property by what computes; named here so that it is allowed. */
    Optional<Integer> threads();

    /** Device that computes, {@code cpu}, {@code cuda:0} or {@code auto}; a system property like the threads. */
    Optional<String> device();

    /** Library that multiplies matrices on a processor; a system property like the threads. */
    Optional<String> matrixProducts();

    /** Which requests are accepted. */
    Http http();

    /** Where artifacts lie. */
    Artifacts artifacts();

    /** How work is leased and retried. */
    Work work();

    /** How the outbox is relayed. */
    Outbox outbox();

    /** How consumers are watched. */
    Consumers consumers();

    /** Which requests are accepted. */
    interface Http {
        /**
         * Names under which this service is reached, without ports, besides {@code localhost}, {@code 127.0.0.1}, {@code [::1]}
         * and the address that it listens on; {@code *} stands for every name.
         */
        Optional<List<String>> hosts();

        /**
         * Origins of this service's own pages, such as {@code https://tiltmeter.example.org}; needed only where a proxy in
         * front of it replaces the header {@code Host}.
         */
        Optional<List<String>> origins();

        /** Whether requests that change or start anything are refused. */
        @WithDefault("false")
        boolean readOnly();

        /**
         * Memory that bodies of requests take at the same time while they are read, each several times its size; by default
         * half of the largest heap.
         */
        Optional<MemorySize> bodyMemory();

        /** Requests of one address that are answered at the same time; a proxy in front has one address. */
        @WithDefault("256")
        int maxRequestsPerClient();

        /**
         * Connections of one address at the same time, more than its requests so that these are refused with a response; a
         * proxy in front has one address.
         */
        @WithDefault("1000")
        int maxConnectionsPerClient();

        /** How long the head of a request may take, from the opening of a connection or the first byte after a response. */
        @WithDefault("30s")
        Duration headTimeout();

        /** How long a body may take beside the time that its bytes may take. */
        @WithDefault("30s")
        Duration bodyTimeout();

        /** Bytes of a body that come in a second at least. */
        @WithDefault("16K")
        MemorySize leastBodyRate();
    }

    /** Where artifacts lie. */
    interface Artifacts {
        Path directory();

        /** With less room than this on its disk, no work is taken or begun. */
        @WithDefault("256M")
        MemorySize leastFree();
    }

    /** How work is leased and retried. */
    interface Work {
        /** Workers that {@link io.tiltmeter.servicekit.work.Workers} starts. */
        @WithDefault("0")
        int workers();

        /** Kinds of work that have a worker of their own beside these, so that they do not wait for work that takes long. */
        Optional<List<String>> ownWorkers();

        @WithDefault("12s")
        Duration lease();

        @WithDefault("300ms")
        Duration poll();

        @WithDefault("5")
        @WithName("most-failures")
        int maxFailures();

        @WithDefault("1s")
        Duration firstBackOff();

        @WithDefault("1m")
        @WithName("longest-back-off")
        Duration maxBackOff();

        /** How long items that were done or withdrawn stay in the work table. */
        @WithDefault("7d")
        Duration keepFinished();
    }

    /** How the outbox is relayed. */
    interface Outbox {
        @WithDefault("500ms")
        Duration safetyNet();
    }

    /** How consumers are watched. */
    interface Consumers {
        /** How often is looked: a partition that stands still at three looks in a row is tried. */
        @WithDefault("10s")
        Duration lookEvery();
    }
}
