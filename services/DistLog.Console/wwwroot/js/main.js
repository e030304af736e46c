// The entry: what every page has, and what the page at hand needs.
import { connect } from "./live.js";
import { startClock } from "./time.js";
import { startTheme } from "./toggle.js";
import { startLogs } from "./logs.js";
import { startNodes } from "./nodes.js";
import { startAlerts } from "./alerts.js";
import { startCounts } from "./counts.js";
import { startSearch } from "./search.js";

startTheme();
startClock();
startSearch();

const topics = document.querySelector("[data-live-topics]")?.dataset.liveTopics ?? "alerts";
const handlers = { ...startLogs(), ...startNodes(), ...startAlerts(), ...startCounts() };
connect(topics, handlers);
