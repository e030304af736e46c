// Elasticsearch's own JavaScript client against the search node: node elasticsearch.js URL FOLDER MODULE
// FOLDER has the installed packages; MODULE is the client's name there.
'use strict'
const assert = require('node:assert')
const { createRequire } = require('node:module')
const [url, folder, name] = process.argv.slice(2)
const { Client, errors } = createRequire(folder + '/')(name)

const levels = ['INFO', 'INFO', 'WARN', 'ERROR']
const documents = Array.from({ length: 1000 }, (_, i) => ({
  id: String(i), '@timestamp': new Date(Date.UTC(2026, 10, 20, 8, i % 60)).toISOString(), level: levels[i % 4], number: i, message: 'event number ' + i
}))

async function write (client) {
  await client.indices.putIndexTemplate({
    name, index_patterns: [`logs-${name}-*`], data_stream: {}, priority: 300,
    template: { settings: { number_of_replicas: 0 }, mappings: { properties: { level: { type: 'keyword' }, message: { type: 'text' }, number: { type: 'long' } } } }
  })
  const operation = ({ id, ...source }) => [{ create: { _index: `logs-${name}-default`, _id: id } }, source]
  const bulk = documents => client.helpers.bulk({
    datasource: documents, flushBytes: 20000, concurrency: 3, refreshOnCompletion: true, onDocument: operation, onDrop: drop => dropped.push(drop)
  })
  const dropped = []
  const first = await bulk(documents)
  assert.deepStrictEqual([first.total, first.successful, first.failed], [1000, 1000, 0])
  const again = await bulk(documents.slice(0, 10))
  assert.deepStrictEqual([again.successful, again.failed, dropped.length, dropped[0].status], [0, 10, 10, 409])
  assert.strictEqual(dropped[0].error.type, 'version_conflict_engine_exception')
}

async function read (client) {
  const index = `logs-${name}-default`
  const found = await client.search({
    index, size: 5, track_total_hits: true, sort: [{ number: 'desc' }], query: { bool: { filter: [{ term: { level: 'ERROR' } }], must: [{ match: { message: 'number' } }] } },
    aggs: { levels: { terms: { field: 'level' } }, hours: { date_histogram: { field: '@timestamp', calendar_interval: 'hour' } } }
  })
  assert.deepStrictEqual([found.hits.total.value, found.hits.hits[0]._source.number], [250, 999])
  assert.strictEqual(found.aggregations.hours.buckets[0].doc_count, 250)
  assert.strictEqual((await client.count({ index })).count, 1000)
  assert.strictEqual((await client.helpers.search({ index, size: 7, query: { match_all: {} } })).length, 7)
  const numbers = new Set()
  for await (const page of client.helpers.scrollSearch({ index, size: 300, query: { match_all: {} } })) page.documents.forEach(each => numbers.add(each.number))
  assert.strictEqual(numbers.size, 1000)
  let scrolled = 0
  for await (const each of client.helpers.scrollDocuments({ index, size: 400, query: { term: { level: 'WARN' } } })) scrolled += each.level === 'WARN' ? 1 : 0
  assert.strictEqual(scrolled, 250)
  assert.strictEqual(await pages(client, index), 1000)
}

async function pages (client, index) {
  const point = await client.openPointInTime({ index, keep_alive: '1m' })
  let after, seen = 0
  while (true) {
    const page = await client.search({ pit: { id: point.id, keep_alive: '1m' }, size: 350, sort: [{ '@timestamp': 'asc' }, { _shard_doc: 'asc' }], ...(after && { search_after: after }) })
    if (page.hits.hits.length === 0) break
    seen += page.hits.hits.length
    after = page.hits.hits.at(-1).sort
  }
  assert.strictEqual((await client.closePointInTime({ id: point.id })).succeeded, true)
  return seen
}

async function change (client) {
  const index = `nodes-${name}`
  await client.index({ index, id: 'n1', document: { status: 'UP', n: 1 }, refresh: 'wait_for' })
  assert.strictEqual((await client.update({ index, id: 'n1', doc: { status: 'DOWN' }, refresh: true })).result, 'updated')
  const got = await client.get({ index, id: 'n1' })
  assert.deepStrictEqual([got._source, got._version], [{ status: 'DOWN', n: 1 }, 2])
  assert.strictEqual(await client.exists({ index, id: 'n2' }), false)
  assert.deepStrictEqual((await client.mget({ index, ids: ['n1', 'n2'] })).docs.map(each => each.found), [true, false])
  const several = await client.msearch({ searches: [{ index }, { query: { match_all: {} } }, { index: 'no-such-index' }, {}] })
  assert.deepStrictEqual(several.responses.map(each => each.status), [200, 404])
  assert.strictEqual((await client.cat.indices({ index, format: 'json' }))[0].index, index)
  assert.match(await client.cat.indices({ index, h: 'index' }, { headers: { accept: 'text/plain' } }), new RegExp(index))
  assert.strictEqual((await client.deleteByQuery({ index, refresh: true, query: { match_all: {} } })).deleted, 1)
}

async function fail (client) {
  const refused = async (action, status, type) => assert.rejects(action, error => {
    assert.ok(error instanceof errors.ResponseError, String(error))
    assert.deepStrictEqual([error.statusCode, error.body.error.type], [status, type])
    return true
  })
  await refused(client.search({ index: 'no-such-index' }), 404, 'index_not_found_exception')
  await refused(client.search({ query: { nosuch: {} } }), 400, 'parsing_exception')
  await refused(client.create({ index: `logs-${name}-default`, id: '1', document: { '@timestamp': 1 } }), 409, 'version_conflict_engine_exception')
  await refused(client.indices.create({ index: 'UPPER' }), 400, 'invalid_index_name_exception')
  await assert.rejects(client.get({ index: `logs-${name}-default`, id: 'none' }), error => error.statusCode === 404)
  await assert.rejects(client.search({ index: `logs-${name}-default`, query: { match_all: {} } }, { signal: AbortSignal.abort() }), errors.RequestAbortedError)
}

async function main () {
  for (const compression of [false, true]) {
    const client = new Client({ node: url, compression, opaqueIdPrefix: 'test-' })
    const { headers } = await client.info({}, { meta: true, opaqueId: 'one' })
    assert.strictEqual(headers['x-opaque-id'], 'test-one')
    assert.match(headers['content-type'], /^application\/vnd\.elasticsearch\+json;\s*compatible-with=[89]$/)
    await write(client)
    await read(client)
    await change(client)
    await fail(client)
    await client.indices.deleteDataStream({ name: `logs-${name}-default` })
    await client.indices.delete({ index: `nodes-${name}` })
    await client.indices.deleteIndexTemplate({ name })
    await client.close()
  }
}

main().catch(error => { console.error(error); process.exit(1) })
