// The one script of the page, which runs in a browser: it filters, searches, groups and pages. The entries stand in the file
// once: the first ones in <noscript>, which a browser with scripts keeps as plain text, the others packed; so 20,000 of them
// cost no elements until they are shown. What is shown is that same text, escaped when the page was made.
export const script = String.raw`
(function () {
  'use strict';
  var by = function (id) { return document.getElementById(id); };
  var rows = [];
  function take(text) {
    text.split('\n').forEach(function (line) {
      var m = /^<li data-g="([^"]*)" data-r(?:="([^"]*)")? data-p(?:="([^"]*)")?/.exec(line);
      if (m) rows.push({ html: line, group: m[1], rule: m[2] || '', product: m[3] || '', text: '' });
    });
  }
  async function unpack(text) {
    var bytes = Uint8Array.from(atob(text), function (letter) { return letter.charCodeAt(0); });
    return await new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream('gzip'))).text();
  }
  document.querySelectorAll('noscript.rows').forEach(function (part) { take(part.textContent); });
  var list = by('list'), tools = by('tools'), pages = by('pages'), count = by('count');
  if (!list || rows.length === 0) return;
  var page = 0, shown = rows;
  var escaped = function (text) {
    return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/"/g, '&quot;');
  };
  var textOf = function (row) {
    if (row.text === '') row.text = row.html.replace(/<(?:"[^"]*"|[^">])*>/g, ' ').replace(/\s+/g, ' ').toLowerCase();
    return row.text;
  };
  var compare = function (a, b) { return a < b ? -1 : a > b ? 1 : 0; };
  function nameRules() {
    var known = new Set(Array.from(by('rule').options, function (option) { return escaped(option.value); }));
    Array.from(new Set(rows.map(function (row) { return row.rule; }))).sort().forEach(function (rule) {
      if (!known.has(rule)) by('rule').insertAdjacentHTML('beforeend', '<option>' + rule + '</option>');
    });
  }
  function choose() {
    page = 0;
    filter();
  }
  function filter() {
    var group = by('group').value, rule = by('rule').value;
    var words = escaped(by('search').value).toLowerCase().split(/\s+/).filter(Boolean);
    var order = by('order').value;
    shown = rows.filter(function (row) {
      return (group === '' || row.group === group) && (rule === '' || row.rule === escaped(rule)) &&
        words.every(function (word) { return textOf(row).indexOf(word) >= 0; });
    });
    if (order !== '') shown = shown.slice().sort(function (a, b) { return compare(a[order], b[order]); });
    show();
  }
  function show() {
    var size = Number(by('size').value), order = by('order').value;
    var last = Math.max(0, Math.ceil(shown.length / size) - 1), from = page * size;
    var html = '', before = null;
    shown.slice(from, from + size).forEach(function (row) {
      if (order !== '' && row[order] !== before) {
        before = row[order];
        html += '<li class="group"><h3>' + (before === '' ? (order === 'rule' ? 'Without a rule' : 'Of no product') : before) + '</h3></li>';
      }
      html += row.html;
    });
    list.innerHTML = html;
    list.querySelectorAll('.pics').forEach(compareIn);
    by('previous').disabled = page === 0;
    by('next').disabled = page >= last;
    by('place').textContent = 'Page ' + (page + 1) + ' of ' + (last + 1);
    var n = function (value) { return value.toLocaleString('en-US'); };
    count.textContent = shown.length === 0 ? 'Nothing fits. Take out a word or choose everything.' :
      n(from + 1) + ' to ' + n(Math.min(from + size, shown.length)) + ' of ' + n(shown.length) +
      (shown.length === rows.length ? '' : ', chosen from ' + n(rows.length));
  }
  function choice(name, value, words, checked) {
    return '<label><input type="radio" name="' + name + '" value="' + value + '"' + (checked ? ' checked' : '') + '>' + words + '</label>';
  }
  function compareIn(pics, at) {
    if (pics.querySelectorAll('img').length !== 2) return;
    var name = 'view' + at, first = pics.dataset.first;
    pics.insertAdjacentHTML('afterend', '<fieldset class="views"><legend>Compare</legend>' +
      choice(name, '', 'side by side', true) + choice(name, 'slider', 'with a slider', false) +
      choice(name, 'difference', 'what differs', false) +
      '<label hidden>how much of ' + first + '<input type="range" min="0" max="100" value="50"></label>' +
      '<span hidden>Black is where both are alike.</span></fieldset>');
    var views = pics.nextElementSibling, slider = views.querySelector('[type=range]');
    views.addEventListener('change', function (event) {
      if (event.target.type !== 'radio') return;
      var view = event.target.value;
      if (view === '') delete pics.dataset.view; else pics.dataset.view = view;
      slider.parentNode.hidden = view !== 'slider';
      views.lastChild.hidden = view !== 'difference';
    });
    slider.addEventListener('input', function () { pics.style.setProperty('--at', slider.value + '%'); });
  }
  function turn(by) {
    page += by;
    show();
    count.focus({ preventScroll: true });
    document.getElementById('entries').scrollIntoView();
  }
  var waiting;
  by('search').addEventListener('input', function () { clearTimeout(waiting); waiting = setTimeout(choose, 150); });
  ['group', 'rule', 'order'].forEach(function (id) { by(id).addEventListener('change', choose); });
  by('size').addEventListener('change', function () { page = 0; show(); });
  by('previous').addEventListener('click', function () { turn(-1); });
  by('next').addEventListener('click', function () { turn(1); });
  tools.addEventListener('submit', function (event) { event.preventDefault(); });
  tools.hidden = false;
  pages.hidden = false;
  nameRules();
  filter();
  (async function () {
    var packed = Array.from(document.querySelectorAll('script.rows'));
    for (var part of packed) take(await unpack(part.textContent));
    if (packed.length === 0) return;
    nameRules();
    filter();
  })();
})();
`;
