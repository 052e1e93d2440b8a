/**
 * Who opens sessions, as far as the record of `CreateSession` shows it. A kind that no public source describes is not
 * here: no guess decides how long a session lives.
 */

export interface Kind {
    readonly name: string;
    /** What it is. */
    readonly meaning: string;
    /** Patterns of the ids that these clients choose. */
    readonly ids?: readonly string[];
    /** Values of `requestOrigin`. */
    readonly origins?: readonly string[];
    /** A tag that they set. */
    readonly tags?: Readonly<Record<string, string>>;
    /** Where that is documented. */
    readonly source: string;
    /** When it was last seen to be so. */
    readonly seen: string;
}

const kernel = "aws-glue-sessions on PyPI, KernelGateway";
const unifiedStudio = "sagemaker-studio-dataengineering-sessions on PyPI, KernelGateway";

export const kinds: readonly Kind[] = [
    {
        name: "data-preview",
        meaning: "the preview of a visual job in Glue Studio",
        ids: ["glue-studio-datapreview*"],
        source: "https://docs.aws.amazon.com/glue/latest/dg/security_iam_id-based-policy-examples.html",
        seen: "2026-11",
    },
    {
        name: "notebook",
        meaning: "a notebook in Glue Studio",
        origins: ["GlueStudioNotebook"],
        source: kernel,
        seen: "2026-11",
    },
    {
        name: "sagemaker-notebook",
        meaning: "a notebook in SageMaker Studio",
        origins: ["SageMakerStudioPySparkNotebook", "SageMakerStudioSparkNotebook"],
        source: kernel,
        seen: "2026-11",
    },
    {
        name: "unified-studio",
        meaning: "a notebook in SageMaker Unified Studio that a person runs",
        origins: ["SageMakerUnifiedStudio_NotebookRun"],
        source: unifiedStudio,
        seen: "2026-10",
    },
    {
        name: "unified-studio-scheduled",
        meaning: "a notebook in SageMaker Unified Studio that a schedule runs",
        origins: ["SageMakerUnifiedStudio_NotebookScheduledRun"],
        source: unifiedStudio,
        seen: "2026-10",
    },
    {
        name: "dbt",
        meaning: "a dbt run with the adapter dbt-glue",
        ids: ["dbt-glue*"],
        origins: ["dbt-glue"],
        source: "https://github.com/aws-samples/dbt-glue",
        seen: "2026-11",
    },
    {
        name: "airflow",
        meaning: "the dbt runner of awslabs for Airflow, which keeps a session for a whole DAG",
        ids: ["dbt-aws-warm*"],
        source: "https://awslabs.github.io/runner-dbt-aws-airflow",
        seen: "2026-11",
    },
    {
        name: "agent",
        meaning: "an agent that uses the data processing MCP server of awslabs",
        tags: { ManagedBy: "DataprocessingMcpServer" },
        source: "https://github.com/awslabs/mcp",
        seen: "2026-11",
    },
];
