/** asl-validator 4.0.0 ships no types. It changes its argument: hand it a clone. */
declare module "asl-validator" {
    export default function aslValidator(definition: unknown): {
        readonly isValid: boolean;
        readonly errors: readonly unknown[];
        readonly errorsText: (separator?: string) => string;
    };
}
