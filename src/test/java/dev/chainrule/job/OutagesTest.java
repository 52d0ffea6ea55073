package dev.chainrule.job;

import static org.assertj.core.api.Assertions.assertThat;

import dev.chainrule.history.RecordingFailedException;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessResourceFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.CannotCreateTransactionException;

class OutagesTest {

    @Test
    void aDatabaseThatIsAwayIsNoFaultOfTheJob() {
        assertThat(Outages.is(new CannotCreateTransactionException("no connection")))
                .isTrue();
        assertThat(Outages.is(new DataAccessResourceFailureException("away"))).isTrue();
        assertThat(Outages.is(new QueryTimeoutException("slow"))).isTrue();
        assertThat(Outages.is(new UncategorizedSQLException("write", null, new SQLException("disk full", "90031"))))
                .isTrue();
        assertThat(Outages.is(new IllegalStateException(new SQLException("reset", "08006"))))
                .isTrue();
        assertThat(Outages.is(new RecordingFailedException("no history", new QueryTimeoutException("slow"))))
                .isTrue();
    }

    @Test
    void aWrongStatementIs() {
        assertThat(Outages.is(new DuplicateKeyException("twice"))).isFalse();
        assertThat(Outages.is(new BadSqlGrammarException("read", "selekt", new SQLException("syntax", "42000"))))
                .isFalse();
        assertThat(Outages.is(new RecordingFailedException("no history", new DuplicateKeyException("twice"))))
                .isFalse();
        assertThat(Outages.is(new IllegalStateException("bug"))).isFalse();
        assertThat(Outages.is(new OutOfMemoryError())).isFalse();
    }
}
