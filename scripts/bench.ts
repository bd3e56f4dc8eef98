import { runBench } from '../test/bench/run-bench.ts'

await runBench(process.argv.slice(2))
