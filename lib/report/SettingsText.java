package lib.report;

import java.util.List;
import java.util.stream.Collectors;
import lib.aws.AwsClients.Caller;
import lib.aws.ConfiguredEndpoint;
import lib.cli.Session;
import lib.common.Console;
import lib.common.Tone;
import lib.common.WordWrap;
import lib.model.DatabaseLocation;
import lib.model.FargatePrice;
import lib.model.Setting;
import lib.model.Settings;
import lib.retry.ServiceException;

/** Shows who works where, and the settings, each with its source. */
public final class SettingsText {
    private static final String OUTPUT = "output ";

    private final Session session;
    private final Console console;

    public SettingsText(Session session) {
        this.session = session;
        this.console = session.console();
    }

    /** Everything about a run. */
    public void show(Settings settings, FargatePrice price) {
        showAccess();
        setting("table", List.of(settings.table()));
        setting("ECS cluster", List.of(settings.ecsCluster()));
        setting("task definition", List.of(settings.taskDefinition()));
        setting("container", List.of(settings.container()));
        setting("subnets", settings.subnets());
        setting("security groups", settings.securityGroups());
        console.field("each task", price.size() + "; " + price.hourly());
        database(settings.database());
    }

    /** Everything about a command that starts no tasks. */
    public void show(Setting table, DatabaseLocation database) {
        showAccess();
        setting("table", List.of(table));
        database(database);
    }

    /** Account, table and region, in two lines, and each endpoint that is configured. */
    public void showBriefly(Setting table) {
        console.say("Account " + account());
        endpoints();
        console.say("Table " + table.value() + " in " + session.aws().region());
    }

    /** Account, region, and each endpoint that is configured; to be called when the clients are open. */
    public void showAccess() {
        console.say("Settings:");
        console.field("account", account());
        console.field("region", session.aws().region());
        endpoints();
    }

    private void endpoints() {
        if (!session.isRehearsal()) {
            session.aws().endpoints().forEach(endpoint -> console.field("endpoint", text(endpoint)));
        }
    }

    private String account() {
        if (session.isRehearsal()) {
            return "none: a rehearsal touches no AWS account";
        }
        try {
            Caller caller = session.aws().caller();
            return caller.account() + ", as " + caller.arn();
        } catch (ServiceException e) {
            return console.paint(
                    Tone.WARNING,
                    "unknown, because sts:GetCallerIdentity failed: "
                            + e.error().text());
        }
    }

    private String text(ConfiguredEndpoint endpoint) {
        String text = endpoint.shown() + " (" + endpoint.source() + ")";
        return endpoint.isAws() ? text : console.paint(Tone.WARNING, text + ": this is not AWS");
    }

    private void database(DatabaseLocation database) {
        if (database.isKnown()) {
            setting(
                    "database",
                    List.of(new Setting(
                            database.name() + " of " + database.clusterName(),
                            database.cluster().source())));
        }
    }

    private void setting(String name, List<Setting> values) {
        String sources = values.stream().map(this::source).distinct().collect(Collectors.joining(", "));
        String all = values.stream().map(Setting::value).collect(Collectors.joining(", "));
        console.field(name, withSource(all, sources));
    }

    /** A value, and where it comes from. */
    public String withSource(Setting setting) {
        return withSource(setting.value(), source(setting));
    }

    private String withSource(String value, String source) {
        return value + "  " + console.paint(Tone.DIM, WordWrap.unbroken("[" + source + "]"));
    }

    /** The key of an output is of interest only if something is wrong with it. */
    private String source(Setting setting) {
        boolean isLong = setting.source().startsWith(OUTPUT) && !session.isVerbose();
        return isLong ? "stack output" : setting.source();
    }

}
