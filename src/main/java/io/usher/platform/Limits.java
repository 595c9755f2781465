package io.usher.platform;

/**
 * Every limit on what a caller may send or keep here, on one screen.
 * What happens beyond each stands in the configuration page of the documents, which a test keeps true.
 */
public final class Limits {

    /** Bytes in the body of a request. */
    public static final int BODY = 2 * 1024 * 1024;

    /** Bytes in the body of a PUT or PATCH of a group, which names its members. */
    public static final int GROUP_BODY = 16 * 1024 * 1024;

    /** Levels of objects and lists in a body. */
    public static final int JSON_DEPTH = 64;

    /** Names, values and brackets in a body: what a body costs when it is read goes by them. */
    public static final int JSON_TOKENS = 200_000;

    /** The same where a body names the members of a group: four for each of 400,000. */
    public static final int GROUP_JSON_TOKENS = 1_600_000;

    /** Names in one object of a body. */
    public static final int JSON_NAMES = 1_000;

    /** Characters of a number in a body. */
    public static final int JSON_NUMBER = 64;

    /** Operations in a PATCH. */
    public static final int PATCH_OPERATIONS = 1_000;

    /** Operations in a bulk. */
    public static final int BULK_OPERATIONS = 1_000;

    /** Elements that all operations of a PATCH look at together, once for each comparison of a filter; long ones count as several. */
    public static final int PATCH_ELEMENTS = 20_000;

    /** People whom one change of a group adds, keeps or drops: so many are locked and written in less than twenty seconds. */
    public static final int GROUP_CHANGE = 100_000;

    /** Elements of one multi-valued attribute; members of a group are no attribute in this sense. */
    public static final int ELEMENTS = 1_000;

    /** Characters of a userName, as it is sent and as it is compared. */
    public static final int USER_NAME = 256;

    /** Characters of an e-mail address, as it is sent and as it is compared. */
    public static final int EMAIL = 320;

    /** Characters of an externalId or displayName, as it is sent and as it is compared. */
    public static final int INDEXED = 512;

    /** Characters of any other text. */
    public static final int TEXT = 65_536;

    /** Characters of a resource as it is kept, so that a page of them fits into memory. */
    public static final int RESOURCE = 262_144;

    /** Characters of a filter or of the path of a PATCH operation. */
    public static final int FILTER = 4_096;

    /** Levels of brackets in a filter. */
    public static final int FILTER_DEPTH = 40;

    /** Comparisons in a filter. */
    public static final int FILTER_TERMS = 20;

    /** Resources on a page when the client does not say. */
    public static final int PAGE_DEFAULT = 200;

    /** Resources on a page. */
    public static final int PAGE = 1_000;

    /** Records on a page of the audit log when the client does not say. */
    public static final int AUDIT_PAGE_DEFAULT = 100;

    /** Records on a page of the audit log. */
    public static final int AUDIT_PAGE = 500;

    /** People on a page of the administrators' list when the client does not say. */
    public static final int USERS_PAGE_DEFAULT = 200;

    /** People on a page of the administrators' list. */
    public static final int USERS_PAGE = 1_000;

    /** Events on a page of the feed when the client does not say. */
    public static final int EVENTS_PAGE_DEFAULT = 200;

    /** Events on a page of the feed. */
    public static final int EVENTS_PAGE = 1_000;

    /** Characters of a tenant's name. */
    public static final int TENANT_NAME = 63;

    /** Characters of a tenant's displayName. */
    public static final int TENANT_DISPLAY_NAME = 256;

    /** Addresses that get a tenant's alerts. */
    public static final int ALERT_RECIPIENTS = 20;

    /** Characters of a connection's name. */
    public static final int CONNECTION_NAME = 128;

    /** Seats in a pool that is not unlimited. */
    public static final int SEATS = 10_000_000;

    /** Days in which a pool gives seats beyond its quantity: ten years. */
    public static final int OVERAGE_DAYS = 3_653;

    /** Seat types that a tenant sells. */
    public static final int SEAT_TYPES = 20;

    /** Capabilities of a seat type. */
    public static final int CAPABILITIES = 50;

    /** Mappings of a tenant. */
    public static final int SEAT_MAPPINGS = 200;

    /** A reason that an administrator gives, in characters. */
    public static final int REASON = 500;

    /** The priority of a group's rule. */
    public static final int RULE_PRIORITY = 1_000;

    /** Days within which a dormant membership is restored: ten years. */
    public static final int REACTIVATION_DAYS = 3_650;

    /** People on a page of those about whom is asked, or who are held, when the client does not say. */
    public static final int RETURNS_PAGE_DEFAULT = 100;

    /** People on a page of those about whom is asked, or who are held. */
    public static final int RETURNS_PAGE = 500;

    /** The priority of a person in queues. */
    public static final int WAITLIST_PRIORITY = 1_000;

    /** Rows on a page of the ledger, and people on a page of holders, when the client does not say. */
    public static final int LEDGER_PAGE_DEFAULT = 100;

    /** Rows on a page of the ledger, and people on a page of holders. */
    public static final int LEDGER_PAGE = 500;

    /** Groups that a page of a report looks at, or people whom it shows. */
    public static final int REPORT_PAGE = 500;

    /** People whom a preview lists as JSON; as a table it has all of them. */
    public static final int PREVIEW_MOVES = 1_000;

    /** Managers above a leaver among whom his successor is looked for. */
    public static final int MANAGER_CHAIN = 20;

    /** Days of which the seats are reckoned at once: a year. */
    public static final int SEAT_DAYS = 366;

    /** People on a page of their seat-days. */
    public static final int SEAT_DAYS_PEOPLE = 100;

    /** SCIM tokens of a connection that are alive at once: the one in use and the one that takes over. */
    public static final int TOKENS = 2;

    /** Days that a SCIM token lives: three years. */
    public static final int TOKEN_DAYS = 3 * 366;

    /** Characters of a bearer token; a longer one is not even looked at. */
    public static final int TOKEN = 4_096;

    private Limits() {}
}
