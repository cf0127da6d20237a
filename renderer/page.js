// The start page: the first workflow with its prompt, temperature and seed, run over ComfyUI's interface.
const $ = (id) => document.getElementById(id);
const PREVIEW = 1;

// Not randomUUID, which pages from another machine without TLS lack.
const client = [...crypto.getRandomValues(new Uint32Array(4))].join('-');
let workflow = null;
let running = null;
let pictureUrl = '';

const light = matchMedia('(prefers-color-scheme: light)');
const followSystem = () => {
  document.documentElement.dataset.theme = light.matches ? 'light' : 'dark';
};
light.addEventListener('change', followSystem);
followSystem();

/** The first node of a class, as [id, node]. */
function find(type) {
  return Object.entries(workflow).find(([, node]) => node.class_type === type);
}

/** Where the fields of the page live in the workflow. */
function places() {
  const sampler = Object.values(workflow).find(
    (node) => node.inputs.positive && 'seed' in node.inputs,
  );
  return {
    text: workflow[sampler.inputs.positive[0]].inputs,
    taca: find('TACAAttention')[1].inputs,
    sampler: sampler.inputs,
  };
}

function showTemperature() {
  $('temperature-value').textContent = Number($('temperature').value).toFixed(2);
}

function complain(message) {
  $('problem').textContent = message;
  $('problem').hidden = !message;
}

function show(url) {
  if (pictureUrl.startsWith('blob:')) URL.revokeObjectURL(pictureUrl);
  pictureUrl = url;
  $('picture').src = url;
  $('picture').hidden = false;
  $('empty').hidden = true;
}

function viewUrl({ filename, subfolder, type }) {
  return `/view?${new URLSearchParams({ filename, subfolder, type })}`;
}

function post(path, body) {
  return fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: typeof body === 'string' ? body : JSON.stringify(body),
  });
}

/** Seeds have 64 bits, more than a number of JavaScript holds: they are put in as they were typed. */
function requestBody() {
  const { text, taca, sampler } = places();
  text.text = $('text').value;
  taca.temperature = Number($('temperature').value);
  sampler.seed = '\0seed';
  return JSON.stringify({ client_id: client, prompt: workflow }).replace(
    '"\\u0000seed"',
    BigInt($('seed').value).toString(),
  );
}

async function run() {
  complain('');
  const answer = await post('/prompt', requestBody());
  const body = await answer.json();
  if (answer.ok) return;
  const nodes = Object.values(body.node_errors ?? {}).flatMap((node) => node.errors);
  const first = nodes[0] ?? body.error;
  complain([first.message, first.details].filter(Boolean).join(': '));
}

function newSeed() {
  $('seed').value = String(crypto.getRandomValues(new Uint32Array(1))[0]);
}

function setRunning(id) {
  running = id;
  $('stop').hidden = id === null;
  $('bar').hidden = id === null;
  $('bar').value = 0;
}

async function finish(id) {
  setRunning(null);
  const entry = (await (await fetch(`/history/${id}`)).json())[id];
  const files = Object.values(entry?.outputs ?? {}).flatMap((output) => output.images ?? []);
  const last = files.at(-1);
  if (!last) return;
  const stamps = entry.status.messages.map(([, data]) => data.timestamp);
  const seconds = ((stamps.at(-1) - stamps[0]) / 1000).toFixed(1);
  show(viewUrl(last));
  $('picture').alt = 'The finished picture';
  $('caption').textContent = `${last.filename} · ${seconds} s`;
  await showGallery();
}

async function showGallery() {
  const history = await (await fetch('/history?max_items=16')).json();
  const files = Object.values(history)
    .reverse()
    .flatMap((entry) => Object.values(entry.outputs))
    .flatMap((output) => output.images ?? []);
  $('gallery').replaceChildren(
    ...files.map((file) => {
      const item = document.createElement('li');
      const button = document.createElement('button');
      const picture = document.createElement('img');
      button.type = 'button';
      button.title = file.filename;
      picture.src = `${viewUrl(file)}&preview=webp;80`;
      picture.alt = file.filename;
      picture.loading = 'lazy';
      button.append(picture);
      button.addEventListener('click', () => {
        show(viewUrl(file));
        $('caption').textContent = file.filename;
      });
      item.append(button);
      return item;
    }),
  );
  $('gallery-empty').hidden = files.length > 0;
  return files[0];
}

async function showDevice() {
  const { system, devices } = await (await fetch('/system_stats')).json();
  const gb = (bytes) => (bytes / 2 ** 30).toFixed(1);
  $('device').textContent = devices[0]?.name ?? '';
  $('memory').textContent = `${gb(system.ram_free)} of ${gb(system.ram_total)} GB free`;
}

const on = {
  status({ status }) {
    const waiting = status.exec_info.queue_remaining;
    $('queue').textContent = waiting === 0 ? 'Queue empty' : `Queue ${waiting}`;
  },
  execution_start: ({ prompt_id }) => setRunning(prompt_id),
  progress({ value, max }) {
    $('bar').value = value / max;
    $('caption').textContent = `Step ${value} of ${max}`;
  },
  executing({ node, prompt_id }) {
    if (node === null) void finish(prompt_id);
  },
  execution_error: ({ exception_message }) => complain(exception_message),
  execution_interrupted: () => {
    $('caption').textContent = 'Stopped';
  },
  notification: ({ value }) => {
    $('caption').textContent = value;
  },
};

function preview(frame) {
  if (new DataView(frame).getUint32(0) !== PREVIEW) return;
  show(URL.createObjectURL(new Blob([frame.slice(8)], { type: 'image/jpeg' })));
  $('picture').alt = 'The picture so far';
}

function connect() {
  const scheme = location.protocol === 'https:' ? 'wss' : 'ws';
  const socket = new WebSocket(`${scheme}://${location.host}/ws?clientId=${client}`);
  socket.binaryType = 'arraybuffer';
  socket.addEventListener('open', () => {
    $('led').classList.add('on');
    void showDevice();
  });
  socket.addEventListener('message', ({ data }) => {
    if (typeof data !== 'string') return preview(data);
    const { type, data: content } = JSON.parse(data);
    return on[type]?.(content);
  });
  socket.addEventListener('close', () => {
    $('led').classList.remove('on');
    $('device').textContent = 'The server does not answer. Trying again';
    setTimeout(connect, 1000);
  });
}

$('temperature').addEventListener('input', showTemperature);
$('dice').addEventListener('click', newSeed);
$('stop').addEventListener('click', () => void post('/interrupt', { prompt_id: running }));
$('prompt-form').addEventListener('submit', (event) => {
  event.preventDefault();
  void run().catch((error) => complain(String(error)));
});
addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) $('prompt-form').requestSubmit();
});

connect();
workflow = await (await fetch('/first-picture.json')).json();
const { text, taca, sampler } = places();
$('text').value = text.text;
$('temperature').value = taca.temperature;
$('seed').value = String(sampler.seed);
$('run').disabled = false;
showTemperature();
const latest = await showGallery();
if (latest) show(viewUrl(latest));
