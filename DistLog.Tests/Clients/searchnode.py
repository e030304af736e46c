"""Elasticsearch's own Python client (7.17, Debian) against the search node: the way from a template to an aggregation."""
import sys
from elasticsearch import Elasticsearch, ConflictError, NotFoundError, RequestError, helpers

es = Elasticsearch([sys.argv[1]])
assert es.ping()
assert es.info()["version"]["number"].startswith("8.")
es.indices.put_index_template(name="py", body={
    "index_patterns": ["logs-py-*"], "data_stream": {}, "priority": 200,
    "template": {"aliases": {"pylogs": {}}, "mappings": {"properties": {
        "@timestamp": {"type": "date"}, "level": {"type": "keyword"}, "message": {"type": "text"}}}}})
levels = ("INFO", "INFO", "WARN", "ERROR")
actions = [{"_op_type": "create", "_index": "logs-py-default", "_id": str(i), "@timestamp": "2026-11-20T08:%02d:00Z" % (i % 60),
            "level": levels[i % 4], "message": "event number %d" % i} for i in range(1000)]
done, errors = helpers.bulk(es, actions, refresh=True)
assert (done, errors) == (1000, []), (done, errors)
again, errors = helpers.bulk(es, actions[:10], raise_on_error=False)
assert again == 0 and all(e["create"]["status"] == 409 for e in errors)
assert es.count(index="pylogs")["count"] == 1000
hits = es.search(index="pylogs", body={"query": {"bool": {"filter": [{"term": {"level": "ERROR"}}], "must": [{"match": {"message": "number"}}]}},
                 "sort": [{"@timestamp": "desc"}], "size": 5, "track_total_hits": True})["hits"]
assert hits["total"]["value"] == 250 and len(hits["hits"]) == 5
found = es.search(index="pylogs", body={"size": 0, "aggs": {"h": {"date_histogram": {"field": "@timestamp", "calendar_interval": "hour"},
                  "aggs": {"l": {"terms": {"field": "level"}}}}}})["aggregations"]["h"]["buckets"]
assert len(found) == 1 and found[0]["doc_count"] == 1000 and found[0]["l"]["buckets"][0] == {"key": "INFO", "doc_count": 500}
es.index(index="py-nodes", id="n1", body={"status": "UP"}, refresh="wait_for")
es.update(index="py-nodes", id="n1", body={"doc": {"status": "DOWN"}})
assert es.get(index="py-nodes", id="n1")["_source"] == {"status": "DOWN"}
assert es.mget(index="py-nodes", body={"ids": ["n1", "n2"]})["docs"][1]["found"] is False
try:
    es.create(index="py-nodes", id="n1", body={}); raise SystemExit("no conflict")
except ConflictError:
    pass
try:
    es.get(index="py-nodes", id="n9"); raise SystemExit("found")
except NotFoundError:
    pass
try:
    es.search(index="pylogs", body={"query": {"nosuch": {}}}); raise SystemExit("accepted")
except RequestError as wrong:
    assert wrong.error == "parsing_exception"
es.delete(index="py-nodes", id="n1", refresh=True)
assert es.count(index="py-nodes")["count"] == 0
assert es.cat.indices(index="py-*", format="json")[0]["index"] == "py-nodes"
assert es.cluster.health()["status"] in ("green", "yellow")
es.indices.delete(index="py-nodes")
es.indices.delete_data_stream(name="logs-py-default")
print("ok")
