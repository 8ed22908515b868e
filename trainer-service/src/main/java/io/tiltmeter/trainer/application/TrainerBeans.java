package io.tiltmeter.trainer.application;

import io.tiltmeter.servicekit.configuration.KitConfig;
import io.tiltmeter.servicekit.outbox.Outbox;
import io.tiltmeter.servicekit.work.WorkRepository;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;

/** Makes what is not a bean by itself. */
@Singleton
public class TrainerBeans {
    @Produces
    @Singleton
    public RunLedger runLedger(Outbox outbox, WorkRepository workTable) {
        return new RunLedger(outbox, workTable);
    }

    @Produces
    @Singleton
    Places places(KitConfig kit, TrainerConfig config) {
        return new Places(kit.artifacts().directory(), config.modelsDirectory());
    }
}
