import { GetTagsCommand, ListSessionsCommand } from "@aws-sdk/client-glue";
import { localArn } from "../../../model/aws/arn";
import { isOver } from "../../../model/aws/glueSession";
import { named } from "../../aws/accountProblem";
import { mayLook, ok, wrong, type Check } from "../account/finding";
import { statementsOf, type Subject } from "../account/subject";

/** Whether the guard reads tags: rows of limits ask for some, or sessions can be kept. */
const readsTags = (subject: Subject): boolean =>
    statementsOf(subject).some(({ Action }) => [Action].flat().includes("glue:GetTags"));

/** Does Glue say which tags a session has? No document of AWS promises it. */
export const tags: Check = {
    title: "Tags",
    needs: (subject) =>
        readsTags(subject)
            ? [mayLook("ReadTags", ["glue:GetTags"], localArn(subject.program.place, "glue", "session/*"))]
            : [],
    look: async (subject, { glue }) => {
        if (!readsTags(subject)) {
            return { findings: [] };
        }
        const { Sessions = [] } = await named("glue:ListSessions", () =>
            glue.send(new ListSessionsCommand({ MaxResults: 100 })),
        );
        const live = Sessions.find(({ Status }) => !isOver(Status));
        if (live?.Id === undefined) {
            return { findings: [ok("no session runs whose tags could be asked for")] };
        }
        const ResourceArn = localArn(subject.program.place, "glue", `session/${live.Id}`);
        try {
            const { Tags = {} } = await named("glue:GetTags", () => glue.send(new GetTagsCommand({ ResourceArn })));
            return { findings: [ok(`Glue answers: ${live.Id} has ${Object.keys(Tags).join(", ") || "none"}`)] };
        } catch (error) {
            if (!/failed: (EntityNotFound|InvalidInput)/.test((error as Error).message)) {
                throw error;
            }
            return {
                findings: [
                    wrong(
                        `Glue does not say which tags ${live.Id} has (${(error as Error).message})`,
                        "do not rely on tags that are set after a session was opened: exempt by id or by creator",
                    ),
                ],
            };
        }
    },
};
