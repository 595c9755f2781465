package io.usher.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.usher.access.CurrentCall;
import io.usher.access.TenantTransaction;
import io.usher.lifecycle.SeatPreviews;
import io.usher.lifecycle.TenantLifecycle;
import io.usher.tenants.SeatMapping;
import io.usher.tenants.SeatSettings;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which values of roles and userType name a seat, or the application role admin. */
@Path(OperatorAuthentication.PATH + "/tenants/{tenant}/seat-mappings")
@Produces(MediaType.APPLICATION_JSON)
@TenantTransaction
@AsOperator
public class SeatMappingsResource {

    private final CurrentCall current;
    private final TenantLifecycle lifecycle;
    private final SeatPreviews previews;
    private final Previews answers;
    private final ApiJson json;

    SeatMappingsResource(
            CurrentCall current, TenantLifecycle lifecycle, SeatPreviews previews, Previews answers, ApiJson json) {
        this.current = current;
        this.lifecycle = lifecycle;
        this.previews = previews;
        this.answers = answers;
        this.json = json;
    }

    /** @param mappings the first that fits counts */
    public record Mappings(@Nullable List<Mapping> mappings) {

        static Mappings of(SeatSettings settings) {
            return new Mappings(settings.mappings().stream().map(Mapping::of).toList());
        }
    }

    /**
     * @param attribute roles or userType
     * @param value compared without regard to case
     * @param seatType the type that it names; or
     * @param appRole admin
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Mapping(
            @Nullable String attribute,
            @Nullable String value,
            @Nullable String seatType,
            @Nullable String appRole) {

        static Mapping of(SeatMapping mapping) {
            return new Mapping(
                    mapping.attribute(),
                    mapping.value(),
                    mapping.seatType(),
                    mapping.makesAdmin() ? SeatSettings.ADMIN : null);
        }

        SeatMapping read() {
            if (attribute == null) {
                throw ApiProblems.missing("attribute");
            }
            if (value == null) {
                throw ApiProblems.missing("value");
            }
            return new SeatMapping(attribute, value, SeatOrRole.seatType(seatType, appRole));
        }
    }

    @GET
    public Mappings list() {
        return Mappings.of(current.tenant().seatSettings());
    }

    /** All of them at once: others are gone. */
    @PUT
    public Mappings replace(byte[] body) {
        return Mappings.of(lifecycle.map(read(body)).seatSettings());
    }

    /** What the same {@link #replace} would do now. */
    @POST
    @Path("preview")
    @TenantTransaction(ofOneMoment = true)
    public Response preview(@QueryParam("format") @Nullable String format, byte[] body) {
        return answers.answer(previews.ofMappings(read(body)), format);
    }

    private List<SeatMapping> read(byte[] body) {
        List<Mapping> wanted = json.read(body, Mappings.class).mappings();
        if (wanted == null) {
            throw ApiProblems.missing("mappings");
        }
        return wanted.stream().map(Mapping::read).toList();
    }
}
