import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { named } from "../../aws/accountProblem";
import { note, ok, wrong, type Check } from "../account/finding";

/** Who asks, and is this the account and region that the stack is deployed to? */
export const credentials: Check = {
    title: "Credentials",
    // Nobody needs a right to ask who he is.
    needs: () => [],
    look: async ({ stack, program: { place }, settingsRegion }, { sts }) => {
        const { Account, Arn } = await named("sts:GetCallerIdentity", () => sts.send(new GetCallerIdentityCommand({})));
        if (Account !== place.account) {
            return {
                findings: [
                    wrong(
                        `You are ${Arn ?? "nobody"}, but stack ${stack.name} is deployed to account ${place.account}`,
                        "take credentials of that account: `export AWS_PROFILE=...`",
                    ),
                ],
            };
        }
        const allowed = stack.allowedAccountIds;
        return {
            findings: [
                ok(`you are ${Arn ?? "nobody"}; account ${Account} and ${place.region}, as deployed`),
                ...(settingsRegion && settingsRegion.region !== place.region
                    ? [
                          note(
                              `${settingsRegion.from} is ${settingsRegion.region}, but the stack is deployed to ${place.region}: ` +
                                  "the next `pulumi up` would move it",
                          ),
                      ]
                    : []),
                ...(allowed.length > 0 && !allowed.includes(Account)
                    ? [note(`aws:allowedAccountIds has ${allowed.join(", ")}: the next \`pulumi up\` would be refused`)]
                    : []),
            ],
        };
    },
};
