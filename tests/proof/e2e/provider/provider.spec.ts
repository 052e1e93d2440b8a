import { credentials } from "@grpc/grpc-js";
import {
    CheckRequest,
    ConfigureRequest,
    CreateRequest,
    DiffRequest,
    InvokeRequest,
    ReadRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { expect } from "chai";
import { Account, unknownValue } from "../../../../proof/e2e/provider/account";
import { Struct, type ProviderServer } from "../../../../proof/simulator/program/grpc";
import { awsProvider } from "../../../../proof/e2e/provider/provider";

type Values = Parameters<typeof Struct.fromJavaScript>[0];
const topic = "aws:sns/topic:Topic";
const arn = "arn:aws:sns:eu-west-1:123456789012:notices-d9bdf7a";

describe("awsProvider", () => {
    let account: Account;
    let server: ProviderServer;
    let client: ResourceProviderClient;
    beforeEach(async () => {
        account = new Account({ partition: "aws", region: "eu-west-1", account: "123456789012" });
        server = awsProvider(account);
        client = new ResourceProviderClient(`127.0.0.1:${await server.listen()}`, credentials.createInsecure());
    });
    afterEach(() => {
        client.close();
        server.close();
    });

    const configure = (settings: Values) =>
        new Promise((resolve) => {
            const request = new ConfigureRequest().setArgs(Struct.fromJavaScript(settings));
            client.configure(request, (error) => resolve(error?.message ?? "taken"));
        });
    const check = (type: string, name: string, inputs: Values, old: Values = {}) =>
        new Promise((resolve) => {
            const request = new CheckRequest()
                .setType(type)
                .setName(name)
                .setNews(Struct.fromJavaScript(inputs))
                .setOlds(Struct.fromJavaScript(old));
            client.check(request, (_, response) => resolve(response.getInputs()?.toJavaScript()));
        });

    it("refuses another account than the stack allows", async () => {
        expect(await configure({ allowedAccountIds: '["999999999999"]' })).to.equal(
            "2 UNKNOWN: AWS account ID not allowed: 123456789012",
        );
        expect(await configure({ allowedAccountIds: '["123456789012"]' })).to.equal("taken");
    });
    it("refuses a call that no guard makes", async () => {
        const message = await new Promise((resolve) => {
            client.invoke(new InvokeRequest().setTok("aws:ec2/getAmi:getAmi"), (error) => resolve(error?.message));
        });
        expect(message).to.equal("2 UNKNOWN: The e2e does not know the call aws:ec2/getAmi:getAmi.");
    });
    it("adds a name and the stack's tags, and makes text of policies", async () => {
        await configure({ defaultTags: '{"tags":{"stack":"dev"}}' });
        expect(await check("aws:iam/role:Role", "r", { assumeRolePolicy: { Version: "2012-10-17" } })).to.deep.equal({
            __defaults: ["name"],
            name: "r-454349e",
            tagsAll: { stack: "dev" },
            assumeRolePolicy: '{"Version":"2012-10-17"}',
        });
    });
    it("keeps the name that a resource has, and gives a new one another when that is taken", async () => {
        const nameOf = async (old?: Values) => ((await check(topic, "notices", {}, old)) as { name: string }).name;
        const first = await nameOf();
        expect(await nameOf({ name: "notices-1234567" })).to.equal("notices-1234567");
        account.create(topic, "notices", { name: first });
        expect(await nameOf())
            .to.match(/^notices-[0-9a-f]{7}$/)
            .and.not.equal(first);
    });
    it("tells in a preview what it does not know yet, and creates nothing", async () => {
        const properties = Struct.fromJavaScript({ __defaults: ["name"], name: "notices-d9bdf7a" });
        const create = (preview: boolean) =>
            new Promise((resolve) => {
                const request = new CreateRequest().setType(topic).setName("notices").setProperties(properties);
                client.create(request.setPreview(preview), (_, response) =>
                    resolve([response.getId(), response.getProperties()?.toJavaScript()]),
                );
            });
        expect(await create(true)).to.deep.equal([
            "",
            { id: unknownValue, name: "notices-d9bdf7a", arn: unknownValue },
        ]);
        expect(account.resources).to.deep.equal([]);
        const made = { id: "notices-d9bdf7a", name: "notices-d9bdf7a", arn };
        expect(await create(false)).to.deep.equal(["notices-d9bdf7a", made]);
        expect(account.resources.map(({ id }) => id)).to.deep.equal(["notices-d9bdf7a"]);
    });
    it("compares with what AWS has, and says what a change replaces", async () => {
        const diff = (old: Values, state: Values, inputs: Values) =>
            new Promise((resolve) => {
                const request = new DiffRequest()
                    .setType("aws:cloudwatch/eventRule:EventRule")
                    .setOldInputs(Struct.fromJavaScript(old))
                    .setOlds(Struct.fromJavaScript(state))
                    .setNews(Struct.fromJavaScript(inputs));
                client.diff(request, (_, response) => resolve([response.getDiffsList(), response.getReplacesList()]));
            });
        const rule = { __defaults: [], name: "r", state: "ENABLED" };
        const state = { ...rule, id: "r", arn: "a" };
        expect(await diff(rule, state, rule)).to.deep.equal([[], []]);
        expect(await diff(rule, { ...state, state: "DISABLED" }, rule)).to.deep.equal([["state"], []]);
        expect(await diff(rule, state, { ...rule, name: "s" })).to.deep.equal([["name"], ["name"]]);
        expect(await diff(rule, state, { ...rule, description: "d" })).to.deep.equal([["description"], []]);
    });
    it("reads what stands in the account now, and that a resource is gone", async () => {
        const resource = account.create(topic, "notices", { name: "n" });
        const read = (id: string) =>
            new Promise((resolve) => {
                client.read(new ReadRequest().setType(topic).setId(id), (_, response) =>
                    resolve([response.getId(), response.getProperties()?.toJavaScript()]),
                );
            });
        account.changeByHand(topic, resource.id, { tagsAll: { by: "hand" } });
        expect(await read("n")).to.deep.equal([
            "n",
            { id: "n", name: "n", arn: "arn:aws:sns:eu-west-1:123456789012:n", tagsAll: { by: "hand" } },
        ]);
        account.deleteByHand(topic, "n");
        expect(await read("n")).to.deep.equal(["", undefined]);
    });
});
