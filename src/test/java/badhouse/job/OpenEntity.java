package badhouse.job;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** An entity that may leave its room. */
@Entity
public class OpenEntity {
    @Id
    long id;
}
