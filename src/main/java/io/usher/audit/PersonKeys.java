package io.usher.audit;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.usher.audit.Entry.PersonKey;
import io.usher.platform.MasterKey;
import io.usher.platform.Sealing;
import io.usher.platform.Writes;
import io.usher.platform.Writes.Write;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** The keys under which persons' values are encrypted in the log; only sealed ones leave this class. */
@ApplicationScoped
public class PersonKeys {

    private static final Write KEEP = new Write("keep_person_key", """
            INSERT INTO person_key (tenant_id, user_id, sealed_key)
            SELECT tenant_id, user_id, decode(sealed_key, 'base64') FROM jsonb_to_recordset(:rows)
              AS r(tenant_id uuid, user_id uuid, sealed_key text)""");

    private final MasterKey master;
    private final Writes writes;

    PersonKeys(MasterKey master, Writes writes) {
        this.master = master;
        this.writes = writes;
    }

    /** A key for somebody who is just being made. */
    public PersonKey make(UUID tenant, UUID user) {
        PersonKey key = new PersonKey(user, master.seal(Sealing.newKey(), user.toString()));
        writes.row(KEEP)
                .put("tenant_id", tenant.toString())
                .put("user_id", user.toString())
                .put("sealed_key", Base64.getEncoder().encodeToString(key.sealed()));
        return key;
    }

    /** Base64 of the sealed text; bound to the record, so that it cannot be moved to another. */
    String seal(PersonKey key, ObjectNode values, UUID record) {
        byte[] plain = master.open(key.sealed(), key.user().toString());
        byte[] text = values.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(Sealing.seal(plain, text, bound(record)));
    }

    /** The text that was sealed. */
    String open(PersonKey key, String sealed, UUID record) {
        byte[] plain = master.open(key.sealed(), key.user().toString());
        return new String(
                Sealing.open(plain, Base64.getDecoder().decode(sealed), bound(record)), StandardCharsets.UTF_8);
    }

    private static byte[] bound(UUID record) {
        return record.toString().getBytes(StandardCharsets.UTF_8);
    }
}
