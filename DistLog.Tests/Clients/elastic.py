"""Asks the store with Elasticsearch's own Python client: elastic.py URL WORD EXPECTED"""
import sys

from elasticsearch import Elasticsearch, helpers

url, word, expected = sys.argv[1], sys.argv[2], int(sys.argv[3])
client = Elasticsearch([url])


def check(what, got, want):
    if got != want:
        sys.exit(f"{what}: got {got!r}, want {want!r}")


query = {"match": {"message": word}}
check("info", client.info()["version"]["number"].split(".")[0] in ("7", "8", "9"), True)
check("count", client.count(index="logs", body={"query": query})["count"], expected)

answer = client.search(index="logs", body={
    "query": {"bool": {"must": [query], "filter": [{"range": {"@timestamp": {"gte": "now-1h"}}}]}},
    "size": 3, "sort": [{"@timestamp": "desc"}], "track_total_hits": True,
    "aggs": {"levels": {"terms": {"field": "log_level"}}, "nodes": {"cardinality": {"field": "node_id"}}},
})
check("total", answer["hits"]["total"], {"value": expected, "relation": "eq"})
check("page", len(answer["hits"]["hits"]), min(3, expected))
levels = {bucket["key"]: bucket["doc_count"] for bucket in answer["aggregations"]["levels"]["buckets"]}
check("levels", sum(levels.values()), expected)
check("nodes", answer["aggregations"]["nodes"]["value"] >= 1, True)

client.indices.create(index="python-client", ignore=400)
helpers.bulk(client, ({"_index": "python-client", "_id": str(n), "n": n} for n in range(100)), refresh=True)
check("bulk", client.count(index="python-client")["count"], 100)
check("get", client.get(index="python-client", id="7")["_source"], {"n": 7})
client.indices.delete(index="python-client")
