package lib.dms;

import lib.aws.AccountRoles;
import lib.common.UserException;

/** What an account needs before DMS can work in it. */
public final class DmsAccount {
    /** The role with which DMS manages network interfaces; it has this name in every account. */
    private static final String VPC_ROLE = "dms-vpc-role";

    private DmsAccount() {}

    /** Fails with the commands that create the account's role for DMS, if it does not exist. */
    public static void check(AccountRoles roles) {
        if (!roles.exists(VPC_ROLE)) {
            throw UserException.badSettings(
                    "The account has no role %1$s, without which DMS can't work in a VPC. Nothing was created. It is"
                            + " for the whole account, and is created once:%n"
                            + "aws iam create-role --role-name %1$s --assume-role-policy-document"
                            + " '{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":"
                            + "{\"Service\":\"dms.amazonaws.com\"},\"Action\":\"sts:AssumeRole\"}]}'%n"
                            + "aws iam attach-role-policy --role-name %1$s --policy-arn"
                            + " arn:aws:iam::aws:policy/service-role/AmazonDMSVPCManagementRole",
                    VPC_ROLE);
        }
    }
}
