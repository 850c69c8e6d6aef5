import fs from 'node:fs'
import { SeveralPortals } from './scripts/test/several-portals'
import { descendants } from './scripts/test/processes'
import { execSync } from 'node:child_process'
const s = await SeveralPortals.start(undefined)
await new Promise(r=>setTimeout(r,6000))
const cpu = (pids:number[]) => pids.reduce((n,p)=>{ try { const f=fs.readFileSync(`/proc/${p}/stat`,'utf8').split(') ')[1]!.split(' '); return n+Number(f[11])+Number(f[12])+Number(f[13])+Number(f[14]) } catch { return n } },0)*10
const pg = Number(fs.readFileSync(s.folder+'/postgres/postmaster.pid','utf8').split('\n')[0])
const all = () => execSync('ps -eo pid,args').toString().split('\n')
const portal = all().filter(l=>l.includes('next.mjs')&&l.includes(s.portals[0]!.address.split(':').pop()!)).map(l=>Number(l.trim().split(' ')[0]))
const tree = () => [...portal, ...portal.flatMap(descendants)]
const pgt = () => [pg, ...descendants(pg)]
for (const [name, method, route, body] of [['search','GET','/search?q=orders'],['grants','GET','/grants'],['me','GET','/me'],['rows','POST','/query',{sql:'select * from orders.all', purpose:'analytics'}]] as const) {
  for (let i=0;i<50;i++) await s.call('member', method, route, body, s.portals[0]!.address)
  const [a,b]=[cpu(tree()),cpu(pgt())]; const t=performance.now(); let n=0, bad=0
  await Promise.all(Array.from({length:8},async()=>{ while(performance.now()-t<8000){ const r=await s.call('member',method,route,body,s.portals[0]!.address); n++; if(!r.told||r.status!==200) bad++ } }))
  const took=performance.now()-t
  console.log(name, `${(n/took*1000).toFixed(0)}/s, bad ${bad}, portal ${( (cpu(tree())-a)/n).toFixed(2)} ms cpu/call, postgres ${((cpu(pgt())-b)/n).toFixed(2)} ms`)
}
await s.stop(); process.exit()
