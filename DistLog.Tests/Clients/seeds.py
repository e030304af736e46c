"""Sends a node's messages as the systems that DistLog replaces do: seeds.py RUN COUNT FORWARD_PORT HTTP_PORT

A registration, heartbeats and COUNT logs by Python's fluent-logger over the forward protocol, and the same by
requests over HTTP. Every message carries the word RUN. Exits non-zero when a message is refused.
"""
import datetime
import json
import sys
import uuid

import requests
from fluent import sender

run, count, forward_port, http_port = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])


def iso():
    return datetime.datetime.now(datetime.timezone.utc).isoformat()


def plain():
    return datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M:%S")


def registration(node, service, now):
    return {"node_id": node, "message_type": "REGISTRATION", "service_name": service, "timestamp": now()}


def heartbeat(node, now):
    return {"node_id": node, "message_type": "HEARTBEAT", "status": "UP", "timestamp": now()}


def log(number, node, service, now):
    level = ("ERROR", "WARN", "INFO", "INFO", "INFO")[number % 5]
    event = {
        "log_id": str(uuid.uuid4()), "node_id": node, "log_level": level, "message_type": "LOG",
        "message": f"{run} event {number}", "service_name": service, "timestamp": now(),
    }
    if level == "WARN":
        event.update(response_time_ms=900, threshold_limit_ms=500)
    if level == "ERROR":
        event["error_details"] = {"error_code": "E042", "error_message": "some fault"}
    return event


def by_forward():
    node = f"forward-{run}"
    fluent = sender.FluentSender("fluentd.payment_service", host="127.0.0.1", port=forward_port)

    def emit(label, event):
        if not fluent.emit(label, event):
            sys.exit(f"forward: {fluent.last_error}")

    emit("logs", registration(node, "PaymentService", iso))
    for number in range(count):
        emit("logs", log(number, node, "PaymentService", iso))
        if number % 500 == 0:
            emit("heartbeat", heartbeat(node, iso))
    fluent.close()


def by_http():
    node = f"http-{run}"
    session = requests.Session()

    def post(event):
        answer = session.post(f"http://127.0.0.1:{http_port}/log.input", data=json.dumps(event),
                              headers={"Content-Type": "application/json"}, timeout=30)
        if answer.status_code != 200:
            sys.exit(f"http: {answer.status_code} {answer.text}")

    post(registration(node, "OrderService", plain))
    post(heartbeat(node, plain))
    singles = min(count, 100)
    for number in range(singles):
        post(log(number, node, "OrderService", plain))
    for start in range(singles, count, 500):
        post([log(number, node, "OrderService", plain) for number in range(start, min(start + 500, count))])


by_forward()
by_http()
