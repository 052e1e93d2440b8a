import aslValidator from "asl-validator";
import { expect } from "chai";
import { isExpression, parseTimestamp } from "../../model/asl";
import { checkDefinition } from "../../model/checkDefinition";

type Json = Record<string, any>;
