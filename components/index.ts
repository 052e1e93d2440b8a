export { GlueSessionGuard, type GlueSessionGuardArgs } from "./glueSessionGuard";
