package io.tiltmeter.results.persistence;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import io.tiltmeter.contracts.event.MixtureReady;
import io.tiltmeter.servicekit.json.Json;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The mixtures that runs were trained on. */
@Singleton
public class MixtureRepository implements PanacheRepositoryBase<MixtureEntity, String> {
    /** Stores a mixture; a second time changes nothing. */
    public void accept(MixtureReady event) {
        getEntityManager()
                .createQuery("insert into Mixture (mixtureId, document) values (:id, :document)"
                        + " on conflict (mixtureId) do nothing")
                .setParameter("id", event.mixtureId())
                .setParameter("document", Json.write(event))
                .executeUpdate();
    }

    /** A mixture, if its event arrived. */
    public Optional<MixtureReady> mixture(String mixtureId) {
        return findByIdOptional(mixtureId).map(mixture -> Json.read(mixture.document, MixtureReady.class));
    }
}
