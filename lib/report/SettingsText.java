package lib.report;

import java.util.List;
import java.util.Optional;
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
    private final Session session;
    private final Console console;

    public SettingsText(Session session) {
        this.session = session;
        this.console = session.console();
    }

    /** Everything about a run. What the stack says of its tasks is shown only if the output is verbose. */
    public void show(Optional<String> stack, Settings settings, FargatePrice price) {
        show(stack, settings.table(), settings.database());
        special("ECS cluster", List.of(settings.ecsCluster()));
        special("task definition", List.of(settings.taskDefinition()));
        special("container", List.of(settings.container()));
        special("subnets", settings.subnets());
        special("security groups", settings.securityGroups());
        if (session.isVerbose()) {
            console.field("each task", price.size() + "; " + price.hourly());
        }
    }

    /** Everything about a command that starts no tasks. */
    public void show(Optional<String> stack, Setting table, DatabaseLocation database) {
        showAccess(stack);
        setting("table", List.of(table));
        if (database.isKnown()) {
            setting(
                    "database",
                    List.of(new Setting(
                            database.name() + " of " + database.clusterName(),
                            database.cluster().source())));
        }
    }

    /**
     * Account, region, stack, and each endpoint that is configured; to be called when the clients are open.
     *
     * @param stack the app's, if settings come from it
     */
    public void showAccess(Optional<String> stack) {
        if (session.isRehearsal()) {
            console.field("account", "none: a rehearsal touches no AWS account");
            return;
        }
        console.field(
                "account",
                account() + ", " + session.aws().region()
                        + stack.map(name -> ", stack " + name).orElse(""));
        session.aws().endpoints().forEach(endpoint -> console.field("endpoint", text(endpoint)));
    }

    private String account() {
        try {
            Caller caller = session.aws().caller();
            return caller.account() + (session.isVerbose() ? ", as " + caller.arn() : "");
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

    /** A setting that is as in every deployment of the app unless the user has given it. */
    private void special(String name, List<Setting> values) {
        if (session.isVerbose() || !values.stream().allMatch(SettingsText::isUsual)) {
            setting(name, values);
        }
    }

    private void setting(String name, List<Setting> values) {
        String sources = values.stream().map(this::source).distinct().collect(Collectors.joining());
        console.field(name, values.stream().map(Setting::value).collect(Collectors.joining(", ")) + sources);
    }

    /** A value, and where it comes from. */
    public String withSource(Setting setting) {
        return setting.value() + source(setting);
    }

    /** What the user has not given is of interest only if something is wrong with it. */
    private String source(Setting setting) {
        return isUsual(setting) && !session.isVerbose()
                ? ""
                : "  " + console.paint(Tone.DIM, WordWrap.unbroken("[" + setting.source() + "]"));
    }

    private static boolean isUsual(Setting setting) {
        return !setting.source().matches("(option|constant) .*");
    }
}
