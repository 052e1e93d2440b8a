import { join } from "node:path";
import { ComponentProvider } from "@pulumi/pulumi/provider/experimental";
import { GlueSessionGuard } from "../../components";

/** Where the schema is kept, so that a change of it shows in review. */
export const schemaFile = join(__dirname, "../../tests/fixtures/component.schema.json");

/**
 * What other languages see of the component, as `pulumi package get-schema ./components` tells it. Takes some seconds:
 * it type-checks the component.
 */
export async function componentSchema(): Promise<string> {
    const dirname = join(__dirname, "../../components");
    const provider = new ComponentProvider({ components: [GlueSessionGuard], dirname, name: "glue-cost-control" });
    return `${JSON.stringify(JSON.parse(await provider.getSchema()), undefined, 4)}\n`;
}
