package lib.restore;

import java.util.List;
import java.util.function.Supplier;
import lib.aws.StackOutputs;
import lib.cli.SettingsResolver;
import lib.common.UserException;
import lib.model.DatabaseLocation;
import lib.model.Setting;
import lib.model.Settings;

/**
 * The settings of {@code restore}: an option takes precedence over a stack output.
 *
 * @param stack the name of the app's stack
 * @param database the new one
 * @param securityGroup of the new database
 * @param bucket in which the app has the files of bots today; a deploy may have made a new one (v1.4.0 does). Empty if
 *     the stack is not that of the table
 * @param tasks with which embedding tasks are read; fails with a {@link UserException} if they are unknown
 */
record RestoreSettings(
        String stack,
        Setting table,
        DatabaseLocation database,
        Setting vpc,
        List<Setting> subnets,
        Setting securityGroup,
        String bucket,
        Supplier<Settings> tasks) {

    /** @param outputs of the app's stack */
    static RestoreSettings resolve(RestoreOptions options, SettingsResolver.Names constants, StackOutputs outputs) {
        SettingsResolver resolver = new SettingsResolver(
                SettingsResolver.Names.ofTable(options.app.table), constants, options.database, () -> outputs);
        Setting table = resolver.table();
        DatabaseLocation database = resolver.requireDatabase();
        return new RestoreSettings(
                options.app.stack,
                table,
                database,
                vpc(options.app.vpc, outputs),
                subnets(options.app.subnets, outputs),
                outputs.exact("DbSecurityGroupId"),
                resolver.stack()
                        .flatMap(StackOutputs::documentBucket)
                        .map(Setting::value)
                        .orElse(""),
                resolver::ofTasks);
    }

    private static Setting vpc(String given, StackOutputs outputs) {
        return given == null ? outputs.exact("VpcId", "--vpc") : new Setting(given.strip(), "option --vpc");
    }

    private static List<Setting> subnets(List<String> given, StackOutputs outputs) {
        List<Setting> subnets =
                given.isEmpty() ? outputs.privateSubnets() : SettingsResolver.from("option --subnet", given);
        if (subnets.size() < 2) {
            throw UserException.badSettings(
                    "A database needs subnets in two availability zones, but only %s is known."
                            + " Give both with --subnet. Nothing was created.",
                    subnets.get(0).value());
        }
        return subnets;
    }
}
