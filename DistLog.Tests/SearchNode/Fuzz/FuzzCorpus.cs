namespace DistLog.Tests.SearchNode.Fuzz;

/// <summary>Requests that mean something, for the mutations to start from: each endpoint, each kind of query and of aggregation.</summary>
internal static class FuzzCorpus
{
    /// <summary>What there is to be asked about.</summary>
    public static readonly string[] Setup =
    [
        """
        PUT /f
        {"settings":{"number_of_replicas":0},"mappings":{"properties":{"k":{"type":"keyword"},"t":{"type":"text","fields":{"raw":{"type":"keyword"}}},"n":{"type":"long"},"d":{"type":"double"},"b":{"type":"boolean"},"at":{"type":"date"},"ip":{"type":"ip"},"fl":{"type":"flattened"},"o":{"properties":{"x":{"type":"keyword"}}},"w":{"type":"wildcard"}}}}
        """,
        """
        POST /f/_bulk?refresh=true
        {"index":{"_id":"1"}}
        {"k":"a","t":"one two three","n":1,"d":1.5,"b":true,"at":"2026-11-20","ip":"10.0.0.1","fl":{"x":"1"},"o":{"x":"y"},"w":"/var/log"}
        {"index":{"_id":"2"}}
        {"k":["a","b"],"t":"two four","n":[2,3],"d":-0.5,"b":false,"at":1790000000000,"ip":"::1"}
        {"index":{"_id":"3"}}
        {"t":"five","n":5}

        """,
        """
        PUT /_index_template/fuzzed
        {"index_patterns":["stream-*"],"data_stream":{},"template":{"mappings":{"properties":{"k":{"type":"keyword"}}}}}
        """,
        """
        PUT /stream-1/_create/1?refresh=true
        {"@timestamp":1790000000000,"k":"a"}
        """,
        """
        POST /_aliases
        {"actions":[{"add":{"index":"f","alias":"fa","filter":{"term":{"k":"a"}}}}]}
        """,
    ];

    private static readonly string[] Queries =
    [
        """{"match_all":{}}""",
        """{"match_none":{}}""",
        """{"term":{"k":{"value":"a","boost":2,"case_insensitive":true}}}""",
        """{"terms":{"k":["a","b"],"boost":1.0}}""",
        """{"range":{"n":{"gte":1,"lt":5,"boost":1}}}""",
        """{"range":{"at":{"gte":"now-1d/d","lte":"2026-11-21||+1M/d","format":"strict_date_optional_time","time_zone":"+01:00"}}}""",
        """{"match":{"t":{"query":"one two","operator":"and","minimum_should_match":"75%","fuzziness":"AUTO","prefix_length":1,"lenient":true,"zero_terms_query":"all"}}}""",
        """{"match_phrase":{"t":{"query":"one two","slop":1}}}""",
        """{"match_phrase_prefix":{"t":{"query":"one tw","max_expansions":10}}}""",
        """{"match_bool_prefix":{"t":"one tw"}}""",
        """{"multi_match":{"query":"one","fields":["t^2","k"],"type":"best_fields","tie_breaker":0.3}}""",
        """{"query_string":{"query":"t:(one AND two) OR k:a* NOT n:[1 TO 5} \"one two\"~2 /ab.*/ fi~1","default_field":"t","default_operator":"AND","analyze_wildcard":true}}""",
        """{"simple_query_string":{"query":"one +two -three | \"four five\" si* (a b)","fields":["t"],"flags":"ALL"}}""",
        """{"exists":{"field":"k"}}""",
        """{"prefix":{"k":{"value":"a","case_insensitive":true}}}""",
        """{"wildcard":{"w":{"value":"*lo?","case_insensitive":false}}}""",
        """{"regexp":{"k":{"value":"[a-c]+(x|y)?~z<1-10>@","flags":"ALL","max_determinized_states":10000}}}""",
        """{"fuzzy":{"k":{"value":"aa","fuzziness":1,"prefix_length":0,"transpositions":true}}}""",
        """{"ids":{"values":["1","2"]}}""",
        """{"bool":{"must":[{"term":{"k":"a"}}],"should":[{"match":{"t":"two"}},{"term":{"b":true}}],"must_not":{"term":{"n":9}},"filter":[{"range":{"d":{"gt":-1}}}],"minimum_should_match":1,"boost":2}}""",
        """{"constant_score":{"filter":{"term":{"k":"a"}},"boost":1.2}}""",
        """{"dis_max":{"queries":[{"term":{"k":"a"}},{"match":{"t":"two"}}],"tie_breaker":0.7}}""",
        """{"boosting":{"positive":{"term":{"k":"a"}},"negative":{"term":{"k":"b"}},"negative_boost":0.5}}""",
        """{"term":{"ip":"10.0.0.0/8"}}""",
        """{"term":{"fl.x":"1"}}""",
        """{"nested":{"path":"o","query":{"term":{"o.x":"y"}}}}""",
        """{"terms_set":{"k":{"terms":["a","b"],"minimum_should_match_field":"n"}}}""",
        """{"script_score":{"query":{"match_all":{}},"script":{"source":"1"}}}""",
        """{"function_score":{"query":{"match_all":{}},"functions":[{"weight":2}]}}""",
    ];

    private static readonly string[] Aggregations =
    [
        """{"terms":{"field":"k","size":3,"order":[{"_count":"desc"},{"_key":"asc"}],"min_doc_count":0,"include":"a.*","exclude":["b"],"missing":"none","show_term_doc_count_error":true},"aggs":{"m":{"max":{"field":"n"}}}}""",
        """{"date_histogram":{"field":"at","calendar_interval":"month","time_zone":"Europe/Berlin","offset":"+6h","min_doc_count":0,"extended_bounds":{"min":"2026-10","max":"2026-12"},"format":"yyyy-MM","keyed":true}}""",
        """{"date_histogram":{"field":"at","fixed_interval":"12h","hard_bounds":{"min":"2026-11-19","max":"2026-11-22"},"order":{"_key":"desc"}}}""",
        """{"auto_date_histogram":{"field":"at","buckets":5,"minimum_interval":"day"}}""",
        """{"histogram":{"field":"d","interval":0.5,"offset":0.1,"min_doc_count":1,"extended_bounds":{"min":-2,"max":2},"keyed":false}}""",
        """{"range":{"field":"n","ranges":[{"to":2},{"from":2,"to":4,"key":"mid"},{"from":4}],"keyed":true}}""",
        """{"date_range":{"field":"at","format":"yyyy-MM-dd","ranges":[{"to":"now-10d/d"},{"from":"2026-01-01","to":"now"}]}}""",
        """{"ip_range":{"field":"ip","ranges":[{"mask":"10.0.0.0/24"},{"from":"10.0.0.5"}]}}""",
        """{"filter":{"term":{"k":"a"}},"aggs":{"s":{"stats":{"field":"n"}}}}""",
        """{"filters":{"filters":{"one":{"term":{"k":"a"}},"two":{"match_all":{}}},"other_bucket":true,"other_bucket_key":"rest"}}""",
        """{"adjacency_matrix":{"filters":{"a":{"term":{"k":"a"}},"b":{"term":{"k":"b"}}}}}""",
        """{"global":{},"aggs":{"c":{"value_count":{"field":"k"}}}}""",
        """{"missing":{"field":"b"}}""",
        """{"composite":{"size":2,"sources":[{"k":{"terms":{"field":"k","order":"desc","missing_bucket":true}}},{"h":{"histogram":{"field":"n","interval":2}}},{"d":{"date_histogram":{"field":"at","calendar_interval":"1d"}}}],"after":{"k":"a","h":0,"d":0}}}""",
        """{"stats":{"field":"n","missing":0}}""",
        """{"extended_stats":{"field":"d","sigma":3}}""",
        """{"percentiles":{"field":"n","percents":[1,50,99],"keyed":false,"tdigest":{"compression":200}}}""",
        """{"percentile_ranks":{"field":"n","values":[1,3]}}""",
        """{"cardinality":{"field":"k","precision_threshold":100}}""",
        """{"top_hits":{"size":1,"from":0,"sort":[{"n":"desc"}],"_source":["k"]}}""",
        """{"top_metrics":{"metrics":[{"field":"n"}],"sort":{"at":"desc"},"size":2}}""",
        """{"weighted_avg":{"value":{"field":"n"},"weight":{"field":"d","missing":1}}}""",
        """{"median_absolute_deviation":{"field":"n"}}""",
        """{"boxplot":{"field":"n"}}""",
        """{"string_stats":{"field":"k"}}""",
        """{"rare_terms":{"field":"k","max_doc_count":1}}""",
        """{"significant_terms":{"field":"k"}}""",
        """{"multi_terms":{"terms":[{"field":"k"},{"field":"b"}]}}""",
        """{"sampler":{"shard_size":10},"aggs":{"t":{"terms":{"field":"k"}}}}""",
        """{"date_histogram":{"field":"at","fixed_interval":"1d"},"aggs":{"s":{"sum":{"field":"n"}},"c":{"cumulative_sum":{"buckets_path":"s"}},"d":{"derivative":{"buckets_path":"s"}},"b":{"bucket_sort":{"sort":[{"s":"desc"}],"size":2}},"sel":{"bucket_selector":{"buckets_path":{"a":"s"},"script":"params.a > 1"}},"m":{"moving_fn":{"buckets_path":"s","window":2,"script":"MovingFunctions.max(values)"}},"sd":{"serial_diff":{"buckets_path":"s","lag":1}}}}""",
        """{"terms":{"field":"k"},"aggs":{"s":{"sum":{"field":"n"}},"t":{"top_hits":{"size":1}}}}""",
    ];

    private static readonly string[] Others =
    [
        "POST /f/_search?size=2&from=1&q=k:a&sort=n:desc&_source=k,n&track_total_hits=true&filter_path=hits.hits._id&pretty",
        """
        POST /f,stream-*/_search?ignore_unavailable=true&allow_no_indices=true&expand_wildcards=open&typed_keys=true&request_cache=true&preference=_local&routing=1
        {"size":2,"from":0,"sort":[{"n":{"order":"desc","missing":"_last","mode":"max","unmapped_type":"long","numeric_type":"double"}},"_score","_doc",{"k":"asc"}],"search_after":[3,1.0,5,"a"],"track_total_hits":10,"track_scores":true,"timeout":"1s","terminate_after":100,"min_score":0.1,"version":true,"seq_no_primary_term":true,"explain":true,"profile":true,"_source":{"includes":["k*"],"excludes":["t"]},"stored_fields":["_none_"],"fields":["k",{"field":"at","format":"epoch_millis"}],"docvalue_fields":[{"field":"n","format":"#.0"}],"highlight":{"pre_tags":["<b>"],"post_tags":["</b>"],"fields":{"t":{"fragment_size":10,"number_of_fragments":2,"type":"unified"}},"require_field_match":false},"collapse":{"field":"k","inner_hits":{"name":"x","size":1}},"post_filter":{"term":{"b":true}},"rescore":{"window_size":5,"query":{"rescore_query":{"match_all":{}}}},"indices_boost":[{"f":1.5}],"suggest":{"s":{"text":"on","term":{"field":"t"}}},"runtime_mappings":{"r":{"type":"long"}},"script_fields":{"s":{"script":"1"}},"stats":["a"],"slice":{"id":0,"max":2},"pit":{"id":"x","keep_alive":"1m"},"query":{"match":{"t":"two"}}}
        """,
        """
        POST /f/_search?scroll=1m
        {"size":1,"query":{"match_all":{}}}
        """,
        """
        POST /_search/scroll
        {"scroll":"1m","scroll_id":"abc"}
        """,
        """
        DELETE /_search/scroll
        {"scroll_id":["abc","_all"]}
        """,
        "POST /f/_pit?keep_alive=1m",
        """
        DELETE /_pit
        {"id":"abc"}
        """,
        """
        POST /f/_count
        {"query":{"term":{"k":"a"}}}
        """,
        "GET /f/_doc/1?_source_includes=k&realtime=true&refresh=true&version=1&stored_fields=k&routing=x",
        "HEAD /f/_doc/1",
        "GET /f/_source/1?_source=k",
        """
        PUT /f/_doc/9?refresh=wait_for&if_seq_no=1&if_primary_term=1&op_type=index&timeout=1m&wait_for_active_shards=1&require_alias=false&pipeline=_none&version=2&version_type=external
        {"k":"z","n":7,"o":{"x":"q"}}
        """,
        """
        PUT /f/_create/10
        {"k":"z"}
        """,
        """
        POST /f/_doc
        {"t":"auto id"}
        """,
        """
        POST /f/_update/1?refresh=true&retry_on_conflict=2&_source=true
        {"doc":{"k":"c"},"upsert":{"k":"d"},"doc_as_upsert":true,"detect_noop":true,"script":{"source":"ctx._source.n+=1","lang":"painless","params":{"a":1}},"scripted_upsert":false}
        """,
        "DELETE /f/_doc/3?refresh=true&if_seq_no=2&if_primary_term=1",
        """
        POST /f/_mget?_source=k
        {"docs":[{"_id":"1","_source":["k"]},{"_index":"f","_id":"2","routing":"x","stored_fields":["k"]}],"ids":["1","2"]}
        """,
        """
        POST /_bulk?refresh=true&filter_path=errors,items.*.error&_source=true&require_alias=false&pipeline=x
        {"index":{"_index":"f","_id":"20","routing":"a","version":3,"version_type":"external"}}
        {"k":"bulk","n":"7"}
        {"create":{"_index":"f","_id":"21","dynamic_templates":{"a":"b"}}}
        {"k":"bulk"}
        {"update":{"_index":"f","_id":"1","retry_on_conflict":3,"if_seq_no":0,"if_primary_term":1}}
        {"doc":{"k":"u"},"doc_as_upsert":true}
        {"delete":{"_index":"f","_id":"21"}}

        """,
        """
        POST /f/_msearch?max_concurrent_searches=2&typed_keys=true
        {"index":"f","ignore_unavailable":true}
        {"query":{"match_all":{}},"size":1}
        {}
        {"aggs":{"a":{"terms":{"field":"k"}}},"size":0}

        """,
        """
        POST /f/_delete_by_query?conflicts=proceed&refresh=true&max_docs=1&scroll_size=10&slices=2&wait_for_completion=true&requests_per_second=-1
        {"query":{"term":{"k":"bulk"}}}
        """,
        """
        POST /f/_update_by_query?conflicts=proceed
        {"query":{"term":{"k":"a"}},"script":{"source":"ctx._source.n=1"}}
        """,
        """
        POST /_reindex?wait_for_completion=true&max_docs=2
        {"source":{"index":"f","query":{"match_all":{}},"size":10,"_source":["k"],"sort":{"n":"asc"}},"dest":{"index":"g","op_type":"create","version_type":"internal"},"conflicts":"proceed","max_docs":2}
        """,
        """
        POST /f/_field_caps?fields=k,t,*&include_unmapped=true
        {"index_filter":{"range":{"n":{"gte":1}}},"runtime_mappings":{}}
        """,
        """
        POST /f/_validate/query?explain=true&rewrite=true
        {"query":{"term":{"k":"a"}}}
        """,
        """
        POST /f/_explain/1
        {"query":{"match":{"t":"two"}}}
        """,
        """
        POST /f/_analyze
        {"text":["one Two"],"analyzer":"standard","tokenizer":"standard","filter":["lowercase"],"field":"t","explain":false}
        """,
        """
        POST /f/_terms_enum
        {"field":"k","string":"a","size":5,"timeout":"1s","case_insensitive":true,"search_after":"a"}
        """,
        """
        PUT /g
        {"settings":{"index":{"number_of_shards":1,"refresh_interval":"1s","mapping":{"total_fields":{"limit":100}},"max_result_window":20000}},"mappings":{"dynamic":"strict","dynamic_templates":[{"s":{"match_mapping_type":"string","match":"*_k","path_match":"a.*","unmatch":"x","mapping":{"type":"keyword"}}}],"properties":{"a":{"type":"date","format":"yyyy-MM-dd||epoch_millis"},"b":{"type":"scaled_float","scaling_factor":10},"c":{"type":"alias","path":"a"},"d":{"type":"text","fields":{"k":{"type":"keyword","ignore_above":10}},"copy_to":["e"]},"e":{"type":"keyword","null_value":"x","normalizer":"lowercase"}},"_source":{"enabled":true,"includes":["a"],"excludes":["b"]},"date_detection":false,"_meta":{"x":1}},"aliases":{"ga":{"is_write_index":true,"filter":{"term":{"e":"x"}},"index_routing":"1"}}}
        """,
        "DELETE /g",
        "HEAD /f",
        "GET /f,g*?include_defaults=true&flat_settings=true&features=settings",
        "POST /f/_close",
        "POST /f/_open",
        """
        PUT /f/_mapping
        {"properties":{"new":{"type":"keyword"},"o":{"properties":{"y":{"type":"long"}}}},"dynamic":"runtime"}
        """,
        "GET /f/_mapping/field/k,t*",
        """
        PUT /f/_settings?preserve_existing=true
        {"index":{"refresh_interval":"5s","number_of_replicas":"0"}}
        """,
        "GET /f/_settings/index.ref*?flat_settings=true",
        """
        POST /_aliases
        {"actions":[{"add":{"indices":["f"],"aliases":["fb","fc"],"is_hidden":true,"routing":"1"}},{"remove":{"index":"f","alias":"fb","must_exist":false}},{"remove_index":{"index":"nothing"}}]}
        """,
        """
        PUT /f/_alias/fd
        {"filter":{"term":{"k":"a"}}}
        """,
        "GET /_alias/f*?local=true",
        "DELETE /f/_alias/fd",
        """
        PUT /_index_template/u?create=false
        {"index_patterns":["u-*"],"composed_of":["c"],"priority":5,"version":2,"_meta":{"a":1},"allow_auto_create":true,"ignore_missing_component_templates":["c"],"template":{"settings":{"index.number_of_shards":1},"mappings":{"properties":{"x":{"type":"ip"}}},"aliases":{"ua":{}},"lifecycle":{"data_retention":"7d"}}}
        """,
        "GET /_index_template/u*",
        """
        POST /_index_template/_simulate_index/u-1
        {"index_patterns":["u-*"]}
        """,
        "POST /_index_template/_simulate/u",
        "DELETE /_index_template/u",
        """
        PUT /_component_template/c
        {"template":{"mappings":{"properties":{"y":{"type":"keyword"}}}},"version":1}
        """,
        """
        PUT /_template/old?order=1
        {"index_patterns":["old-*"],"order":1,"settings":{"number_of_shards":1},"mappings":{"properties":{"y":{"type":"keyword"}}},"aliases":{}}
        """,
        "PUT /_data_stream/stream-2",
        "GET /_data_stream/stream-*?include_defaults=true",
        "GET /_data_stream/_stats",
        "DELETE /_data_stream/stream-2",
        """
        POST /stream-1/_rollover?dry_run=true
        {"conditions":{"max_age":"7d","max_docs":1000,"max_size":"5gb","max_primary_shard_size":"1mb"}}
        """,
        """
        PUT /_ilm/policy/p
        {"policy":{"phases":{"hot":{"min_age":"0ms","actions":{"rollover":{"max_age":"1d","max_docs":5},"set_priority":{"priority":1}}},"delete":{"min_age":"30d","actions":{"delete":{"delete_searchable_snapshot":true}}}},"_meta":{"a":"b"}}}
        """,
        "GET /_ilm/policy/p", "GET /f/_ilm/explain?only_errors=true", "POST /_ilm/start", "GET /_ilm/status", "DELETE /_ilm/policy/p",
        "POST /f/_refresh", "POST /f/_flush?force=true&wait_if_ongoing=true", "POST /f/_forcemerge?max_num_segments=1&only_expunge_deletes=false&flush=true", "POST /f/_cache/clear?query=true",
        "GET /f/_stats/docs,store?level=shards&human", "GET /f/_segments?verbose=true", "GET /f/_recovery", "GET /f/_shard_stores", "GET /_resolve/index/f*,stream-*?expand_wildcards=all",
        "GET /", "GET /_cluster/health/f?level=indices&wait_for_status=yellow&timeout=1ms", "GET /_cluster/state/metadata,nodes/f", "GET /_cluster/stats", "GET /_cluster/settings?include_defaults=true&flat_settings=true",
        """
        PUT /_cluster/settings
        {"persistent":{"action.auto_create_index":"true"},"transient":{"cluster.max_shards_per_node":null}}
        """,
        "GET /_cluster/pending_tasks", "GET /_nodes/_local/stats/os,jvm,indices?human", "GET /_nodes/_all/http", "GET /_nodes/hot_threads", "GET /_tasks?actions=*search&detailed=true&group_by=parents", "POST /_tasks/a:1/_cancel",
        "GET /_cat/indices/f*?v&h=index,docs.count&s=docs.count:desc&format=json&bytes=b", "GET /_cat/segments?v", "GET /_cat/shards", "GET /_cat/nodes?h=*", "GET /_cat/aliases", "GET /_cat/templates", "GET /_cat/count/f", "GET /_cat/health?ts=false&time=s", "GET /_cat/allocation", "GET /_cat/thread_pool", "GET /_cat/plugins", "GET /_cat/recovery", "GET /_cat/fielddata", "GET /_cat/tasks", "GET /_cat/master", "GET /_cat",
        "GET /_license", "GET /_xpack", "GET /_security/_authenticate",
        """
        POST /_security/api_key
        {"name":"a","expiration":"1d","role_descriptors":{"r":{"indices":[{"names":["f"],"privileges":["read"]}]}},"metadata":{"a":1}}
        """,
        """
        DELETE /_security/api_key
        {"ids":["x"],"name":"a","owner":true}
        """,
        "GET /_search?q=k:a%20AND%20t:two&analyze_wildcard=true&default_operator=AND&df=t&lenient=true&explain=true&suggest_field=t&terminate_after=1&batched_reduce_size=2&source={\"query\":{\"match_all\":{}}}&source_content_type=application/json",
        "GET /f/_termvectors/1", "PUT /_ingest/pipeline/x\n{\"processors\":[{\"set\":{\"field\":\"a\",\"value\":1}}]}", "GET /_ingest/pipeline/x", "POST /_sql\n{\"query\":\"select 1\"}", "PUT /_snapshot/s\n{\"type\":\"fs\",\"settings\":{\"location\":\"/tmp/x\"}}",
    ];

    public static IReadOnlyList<FuzzRequest> Requests { get; } =
    [
        .. Queries.Select(query => FuzzRequest.Parse($"POST /f/_search\n{{\"query\":{query},\"highlight\":{{\"fields\":{{\"t\":{{}}}}}}}}")),
        .. Aggregations.Select(aggregation => FuzzRequest.Parse($"POST /f/_search?typed_keys=true\n{{\"size\":0,\"aggs\":{{\"a\":{aggregation}}}}}")),
        .. Others.Select(FuzzRequest.Parse),
    ];
}
