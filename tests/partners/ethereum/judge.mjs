// What ethers makes of an anchor: judge.mjs URL TRANSACTION RAW. One line of JSON.
import {ethers} from 'ethers';

const [url, hash, raw] = process.argv.slice(2);
const provider = new ethers.JsonRpcProvider(url, undefined, {staticNetwork: true});
const signed = ethers.Transaction.from(raw);
const [onChain, receipt] = [await provider.getTransaction(hash), await provider.getTransactionReceipt(hash)];
console.log(JSON.stringify({
  hash: signed.hash, from: signed.from.toLowerCase(), chainId: Number(signed.chainId), type: signed.type, to: signed.to.toLowerCase(), value: Number(signed.value),
  lowS: BigInt(signed.signature.s) <= 0x7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0n,
  data: onChain?.data ?? null, status: receipt?.status ?? null, block: receipt?.blockNumber ?? null}));
provider.destroy();
